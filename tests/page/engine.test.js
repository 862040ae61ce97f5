// What the page does about its engine: waits for it, survives it, does not listen to what it should not hear.
// All of this is the page's doing, so these tests always use the fake engine.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.js";

test("a run before the engine is loaded waits for it and says so", async (t) => {
  let release;
  const gate = new Promise((released) => { release = released; });
  const page = await open(t, { engine: "fake", gate });
  await page.write('print("at last")\n');
  await page.shows(page.status, "Loading the engine · 25 %");
  await page.runButton.click();
  await page.shows(page.status, "Runs as soon as the engine is loaded · 25 %");
  assert.equal(await page.tab.locator("progress").getAttribute("value"), "0.25");
  release();
  await page.shows(page.log, "at last");
  await page.ended();
});

test("the engine is on its way before the page's own module is, and is started once", async (t) => {
  const init = () => {
    window.started = [];
    window.Worker = class extends Worker {
      constructor(...how) {
        super(...how);
        window.started.push(document.readyState);
      }
    };
  };
  const page = await open(t, { engine: "fake", init });
  await page.shows(page.status, "Ready");
  await page.run('print("there")\n');
  await page.ended();
  assert.deepEqual(await page.tab.evaluate(() => window.started), ["loading"]);
});

for (const [how, press, label, locale] of [
  ["its button", (button) => button.click(), "Starting", "en-GB"],
  ["the keyboard", (button) => button.press("Control+Enter"), "Başlıyor", "tr-TR"],
]) {
  test(`Run by ${how} before the page's own module is there is kept, with the focus`, async (t) => {
    const init = () => localStorage.setItem("asyncio101.draft.one-thread", 'print("as I left it")\n');
    const page = await open(t, { engine: "fake", locale, init });
    let release;
    const held = new Promise((released) => { release = released; });
    await page.tab.route(/asyncio101_app_bg\.wasm$/, async (route) => {
      await held;
      await route.continue();
    });
    await page.tab.reload({ waitUntil: "commit" });
    await page.runButton.focus();
    await press(page.runButton);
    await page.shows(page.runButton, label);
    assert.equal(await page.runButton.getAttribute("aria-disabled"), "true");
    release();
    await page.shows(page.log, "as I left it");
    await page.ended();
    await page.focused("#run");
  });
}

test("a run that waits for the engine can be taken back", async (t) => {
  let release;
  const gate = new Promise((released) => { release = released; });
  const page = await open(t, { engine: "fake", gate });
  await page.run('print("unwanted")\n');
  await page.shows(page.runButton, "Stop");
  await page.runButton.click();
  release();
  await page.shows(page.status, "Ready");
  await page.log.locator(".empty").waitFor();
});

test("after a crash the page says what happened and runs the next program", async (t) => {
  const page = await open(t, { engine: "fake" });
  await page.run('print("before")\n# fake: crash\n');
  assert.match(await page.ended(), /^The engine crashed/);
  await page.shows(page.log, "What is known: unreachable executed");
  await page.run('print("after")\n');
  await page.shows(page.log, "after");
  assert.match(await page.ended(), /^Finished/);
});

test("what a program says after its end is dropped", async (t) => {
  const page = await open(t, { engine: "fake" });
  await page.run('print("first")\n# fake: stale\n');
  await page.ended();
  await page.run('print("second")\n');
  await page.shows(page.log, "second");
  await page.ended();
  assert.deepEqual(await page.lines(), ["second"]);
});

test("an engine that cannot be loaded is no dead end", async (t) => {
  const page = await open(t, { engine: "none" });
  await page.shows(page.status, "The engine could not be loaded. Run tries again.");
  await page.shows(page.log, "engine/worker.js");
  await page.run();
  await page.shows(page.status, "The engine could not be loaded. Run tries again.");
});

test("a flood of output leaves the page alive, its end on screen and the lost lines counted", async (t) => {
  const page = await open(t, { engine: "fake" });
  await page.run("# fake: flood 25000\n");
  await page.ended();
  await page.shows(page.log.locator(".dropped"), "earlier lines were dropped");
  const lines = await page.lines();
  assert.ok(lines.length <= 10_000, `${lines.length} lines`);
  assert.equal(lines.at(-1), "24999");
  await page.until(atEnd);
});

test("the console follows the output, also when the input line takes room from it", async (t) => {
  const page = await open(t, { engine: "fake" });
  await page.run('# fake: flood 200\nname = input("Who? ")\n');
  await page.tab.locator(".input.wanted").waitFor();
  await page.until(atEnd);
  await page.log.evaluate((log) => log.scrollTo(0, 0));
  await page.input.fill("Ada");
  await page.input.press("Enter");
  await page.ended();
  assert.equal(await page.log.evaluate((log) => log.scrollTop), 0, "who has scrolled away is left there");
  await page.run("# fake: flood 200\n");
  await page.ended();
  await page.until(atEnd);
});

/** Whether the end of the output is in sight. */
function atEnd() {
  const log = document.querySelector(".log");
  return log.scrollHeight > log.clientHeight && log.scrollTop + log.clientHeight >= log.scrollHeight - 8;
}
