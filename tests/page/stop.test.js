// Stopping programs, willing and unwilling ones.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.js";

const ENDLESS = `import asyncio

async def main():
    while True:
        await asyncio.sleep(0)

asyncio.run(main())
`;

test("a program that never yields is stopped where it is, cleans up, and the next one runs", async (t) => {
  const page = await open(t);
  await page.run("try:\n    while True: pass\nfinally:\n    print('cleaned up')\n");
  await page.shows(page.status, "Running");
  await page.runButton.click();
  assert.match(await page.ended(), /^Stopped/);
  const lines = await page.lines();
  assert.ok(lines.includes("cleaned up"), lines.join("\n"));
  assert.match(lines.at(-1), /^KeyboardInterrupt/);
  assert.equal(await page.log.getByText("engine was replaced").count(), 0);
  await page.run('print("alive")\n');
  await page.shows(page.log, "alive");
  assert.match(await page.ended(), /^Finished/);
});

test("a program that always yields is stopped by KeyboardInterrupt, in its own engine", async (t) => {
  const page = await open(t);
  await page.run(ENDLESS);
  await page.shows(page.status, "Running");
  await page.runButton.click();
  assert.match(await page.ended(), /^Stopped/);
  assert.match((await page.lines()).at(-1), /^KeyboardInterrupt/);
  assert.equal(await page.log.getByText("engine was replaced").count(), 0);
});

test("Stop takes the place of Run and gives it back, and keeps the focus", async (t) => {
  const page = await open(t);
  await page.write(ENDLESS);
  await page.runButton.focus();
  await page.press("Enter");
  await page.shows(page.runButton, "Stop");
  await page.shows(page.status, "Running");
  await page.press("Enter");
  await page.ended();
  await page.shows(page.runButton, "Run");
  await page.focused("#run");
});

test("a program stopped with force says why its engine was replaced", async (t) => {
  const page = await open(t, { engine: "fake" });
  await page.run("while True: pass\n");
  await page.runButton.click();
  await page.shows(page.runButton, "Stopping");
  await page.shows(page.log, "The program did not stop by itself, so its engine was replaced.");
});
