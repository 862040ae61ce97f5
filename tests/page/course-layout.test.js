// The course's chapters as they stand in a window: what is needed to step is in sight together.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { open } from "./support.js";

const course = new URL("../../www/content/course/", import.meta.url);
const chapters = readdirSync(course, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();

/** Goes to a chapter, and waits until its stage is there. */
async function show(tab, chapter, locale) {
  const [first] = readFileSync(new URL(`${chapter}/${locale}.md`, course), "utf8").split("\n");
  await tab.evaluate((name) => { location.hash = name; }, chapter);
  await tab.waitForFunction(
    (title) => document.querySelector("#title")?.textContent === title && document.querySelector(".words .controls .sentence"),
    first.slice(2).replaceAll("`", ""),
  );
  // The line that runs is brought into sight behind what was drawn.
  await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Where the parts of the stage are in the window. */
function places(tab) {
  return tab.evaluate(() => {
    const box = (selector) => {
      const found = document.querySelector(`.words .embed ${selector}`)?.getBoundingClientRect();
      return found && { top: Math.round(found.top), bottom: Math.round(found.bottom), left: Math.round(found.left) };
    };
    return {
      bar: box(".controls"), button: box(".controls .play"), program: box(".program"), line: box(".program .is-running"),
      panel: box(".pane.loop"), console: box(".pane.console"), window: innerHeight,
      wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    };
  });
}

/** Goes to a part of the recording. */
async function stepTo(tab, part) {
  await tab.locator(".words .position input").evaluate((slider, part) => {
    slider.value = Math.round(slider.max * part);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, part);
  await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

for (const [width, height] of [[1440, 900], [1280, 720]]) {
  for (const locale of ["en", "tr"]) {
    test(`program, panel and steps of every chapter are in the window: ${width} × ${height}, ${locale}`, async (t) => {
      const { tab } = await open(t, { hash: "learn/", locale, viewport: { width, height } });
      await tab.locator(".chapters").waitFor();
      for (const chapter of chapters) {
        await show(tab, chapter, locale);
        const at = await places(tab);
        assert.ok(at.bar.bottom <= at.window, `${chapter}: the bar with the steps ends at ${at.bar.bottom}`);
        assert.ok(at.panel.top >= at.program.bottom && at.panel.bottom <= at.bar.top + 1, `${chapter}: ${JSON.stringify(at)}`);
        assert.ok(at.program.bottom - at.program.top >= 200, `${chapter}: the program has ${at.program.bottom - at.program.top} px`);
        assert.ok(at.console.left > at.program.left && at.console.top <= at.program.top, `${chapter}: the output stands beside the program`);
        assert.equal(at.wider, 0, `${chapter}: the page is wider than the window`);
        for (const part of [0, 0.25, 0.5, 0.75, 1]) {
          await stepTo(tab, part);
          const then = await places(tab);
          assert.deepEqual([then.button, then.bar.bottom], [at.button, at.bar.bottom], `${chapter}: at ${part} of its steps the buttons have moved`);
          if (then.line) {
            assert.ok(then.line.top >= then.program.top - 1 && then.line.bottom <= then.program.bottom + 1, `${chapter}, ${part}: the line that runs is out of sight`);
          }
        }
      }
    });
  }
}

test("on a phone the head is one row, and the steps stay in the window beside the program", async (t) => {
  for (const locale of ["en", "tr"]) {
    const { tab } = await open(t, { hash: "learn/", locale, viewport: { width: 375, height: 812 } });
    await tab.locator(".chapters").waitFor();
    for (const chapter of chapters) {
      await show(tab, chapter, locale);
      const head = await tab.locator(".course-bar").evaluate((bar) => ({ height: bar.clientHeight, over: bar.scrollWidth - bar.clientWidth }));
      assert.ok(head.height <= 56 && head.over <= 0, `${chapter}: ${JSON.stringify(head)}`);
      await tab.locator(".words .embed").evaluate((stage) => stage.scrollIntoView({ block: "start" }));
      const at = await places(tab);
      assert.ok(at.bar.bottom <= at.window && at.panel.top < at.bar.top, `${chapter}: ${JSON.stringify(at)}`);
      assert.equal(at.wider, 0, `${chapter}: the page is wider than the window`);
    }
  }
});
