// Traces that came to harm on their way.
//
//   DAMAGED   how many (default: 100)

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { LoopView, test } from "./loop-view.js";
import { open } from "./support.js";

const COUNT = Number(process.env.DAMAGED ?? 100);

/** Numbers of chance, the same each time. */
function chance(seed) {
  return (below) => {
    seed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) + 0x9e3779b9 | 0;
    return (seed >>> 0) % below;
  };
}

/** A trace with a bit flipped, an end cut off, bytes of chance, a huge number, a part twice or missing. */
function harmed(trace, random) {
  let bytes = [...trace];
  for (let harms = 1 + random(3); harms > 0; harms--) {
    const at = random(bytes.length);
    const length = random(64);
    const harm = [
      () => { bytes[at] ^= 1 << random(8); },
      () => { bytes = bytes.slice(0, at); },
      () => { bytes.splice(at, 0, ...Array.from({ length }, () => random(256))); },
      () => { bytes.splice(at, 1, 0xff, 0xff, 0xff, 0xff, 0x0f); },
      () => { bytes.splice(at, 0, ...bytes.slice(at, at + length)); },
      () => { bytes.splice(at, length); },
    ];
    harm[random(harm.length)]();
  }
  return Buffer.from(bytes);
}

for (const [locale, shown, refused] of [["en", "From the file", "cannot be shown:"], ["tr", "dosyasından", "gösterilemiyor:"]]) {
  test(`a trace that was cut off is shown, one that makes no sense is refused in a line, and the page goes on: ${locale}`, async (t) => {
    const page = await open(t, { locale });
    await page.loaded();
    const trace = await readFile(new URL("traces/two_tasks.trace", import.meta.url));
    const view = new LoopView(page);
    const file = page.tab.locator("label.choose input");
    const random = chance(101);
    const told = { shown: 0, refused: 0 };
    for (let number = 0; number < COUNT / 2; number++) {
      const name = `d${number}.trace`;
      await file.setInputFiles({ name, mimeType: "application/octet-stream", buffer: harmed(trace, random) });
      const came = await Promise.any([
        view.pane.getByText(name).waitFor().then(() => "shown"),
        page.log.getByText(`${name} ${refused}`).waitFor().then(() => "refused"),
      ]);
      told[came] += 1;
      if (came === "shown") assert.match(await view.pane.textContent(), new RegExp(shown));
    }
    assert.ok(told.shown > 0 && told.refused > 0, JSON.stringify(told));
    // And one that is well.
    await file.setInputFiles({ name: "well.trace", mimeType: "application/octet-stream", buffer: trace });
    await view.pane.getByText("well.trace").waitFor();
    await page.shows(page.log, "start 0.2");
  });
}
