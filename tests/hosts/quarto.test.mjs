// An embed in a deck of Quarto, whose slides are reveal.js: Next goes through the steps there, too.
//
//   QUARTO  the program; without it these tests are ignored. Its package on PyPI fetches it from GitHub.

import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { everywhere } from "./everywhere.js";
import { here, open as openHost, recorded, work } from "./support.js";

const { QUARTO } = process.env;

if (QUARTO) {
  const folder = join(work, "quarto");
  cpSync(join(here, "quarto"), folder, { recursive: true });
  cpSync(recorded, folder, { recursive: true });
  execFileSync(QUARTO, ["render", "slides.qmd"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });

  const open = (t, options) => openHost(t, { folders: [folder], path: "slides.html", ...options });
  const reach = async (tab) => {
    await tab.waitForFunction(() => globalThis.Reveal?.isReady() && globalThis.Reveal.hasPlugin("asyncio101"));
    await tab.keyboard.press("ArrowRight");
    await tab.waitForFunction(() => globalThis.Reveal.getState().indexh === 1);
  };

  everywhere("Quarto", open, { reach });

  test("Quarto: Next goes through the steps and then to the next slide", async (t) => {
    const { tab, embed } = await open(t, { engine: false });
    await reach(tab);
    await embed().standsAt(24);
    for (const step of [30, 47]) {
      await tab.keyboard.press("PageDown");
      await embed().standsAt(step);
    }
    await tab.keyboard.press("PageDown");
    await tab.waitForFunction(() => globalThis.Reveal.getState().indexh === 2);
  });
} else {
  test("Quarto", { skip: "there is no QUARTO: tools/need.sh quarto says why" }, () => {});
}
