// An embed in a deck of Slidev, whose clicks go through the steps.
//
//   SLIDEV  a folder with `node_modules` for slidev/package.json; without it these tests are ignored

import { execFileSync } from "node:child_process";
import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { everywhere } from "./everywhere.js";
import { here, open as openHost, recorded, work } from "./support.js";

const { SLIDEV } = process.env;

if (SLIDEV) {
  const folder = join(work, "slidev");
  cpSync(join(here, "slidev"), folder, { recursive: true, filter: (file) => !file.includes("node_modules") });
  cpSync(recorded, join(folder, "public"), { recursive: true });
  symlinkSync(join(SLIDEV, "node_modules"), join(folder, "node_modules"));
  execFileSync("npm", ["run", "build"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });

  const open = (t, options) => openHost(t, { folders: [join(folder, "dist")], path: "#/1", ...options });

  /** Goes to the slide with the embed. */
  const reach = async (tab) => {
    await tab.locator("h1", { hasText: "Breakfast" }).waitFor();
    await tab.keyboard.press("ArrowRight");
    await tab.waitForURL(/#\/2/);
  };

  // Its slides are made by JavaScript: without it there is not even a title.
  everywhere("Slidev", open, { reach, withoutScripts: false });

  test("Slidev: Next goes through the steps and then to the next slide, Previous back again", async (t) => {
    const { tab, embed } = await open(t, { engine: false });
    await reach(tab);
    await embed().standsAt(24);
    for (const step of [30, 47]) {
      await tab.keyboard.press("ArrowRight");
      await embed().standsAt(step);
    }
    await tab.keyboard.press("ArrowRight");
    await tab.waitForURL(/#\/3/);
    await tab.keyboard.press("ArrowLeft");
    await tab.waitForURL(/#\/2/);
    await embed().standsAt(47);
    await tab.keyboard.press("ArrowLeft");
    await embed().standsAt(30);
  });

  test("Slidev: its keys go on working after a click into the player", async (t) => {
    const { tab, embed } = await open(t, { engine: false });
    await reach(tab);
    await embed().standsAt(24);
    await embed().press(embed().code);
    await tab.waitForFunction(() => document.activeElement.localName === "iframe");
    await tab.keyboard.press("ArrowRight");
    await embed().standsAt(30);
  });
} else {
  test("Slidev", { skip: "there is no SLIDEV: tools/need.sh slidev says why" }, () => {});
}
