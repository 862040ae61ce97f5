// What of a recorded run is saved as a file, and opened from one.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { LoopView, recorded, test } from "./loop-view.js";
import { open } from "./support.js";

test("the lanes can be drawn over time, and saved as a picture of the whole run", async (t) => {
  const { page, view } = await recorded(t);
  await view.button("time").click();
  await page.shows(page.tab.locator(".ticks"), "0.200 s");
  const [download] = await Promise.all([page.tab.waitForEvent("download"), view.button("Save picture").click()]);
  assert.equal(download.suggestedFilename(), "one-thread.svg");
  const picture = await readFile(await download.path(), "utf8");
  assert.match(picture, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[^]*<\/svg>\s*$/);
  assert.match(picture, /<title[^>]*>The whole run: 3 tasks, \d+ callbacks, 0\.200 s\.<\/title>/);
});

test("a trace is saved and opened again; what is none is refused with a reason", async (t) => {
  const { page, view } = await recorded(t);
  const [download] = await Promise.all([page.tab.waitForEvent("download"), view.button("Save").click()]);
  const trace = await readFile(await download.path());
  assert.equal(trace.subarray(0, 16).toString(), "asyncio101 trace");
  const steps = (await view.count.textContent()).split(" of ")[1];
  await page.tab.reload();
  await page.loaded();
  const file = page.tab.locator("label.choose input");
  await file.setInputFiles({ name: "mine.trace", mimeType: "application/octet-stream", buffer: trace });
  await page.shows(view.pane, "From the file mine.trace");
  assert.equal((await view.count.textContent()).split(" of ")[1], steps);
  await view.press("Step forward");
  await view.says("Task-1 · main begins.");
  await page.shows(page.log, "end 0.2");
  await page.shows(page.status, "Ready");
  await file.setInputFiles({ name: "photo.png", mimeType: "image/png", buffer: Buffer.from("this is no trace at all") });
  await page.shows(page.log, "photo.png cannot be shown");
});

test("a trace dropped on the pane is opened", async (t) => {
  const page = await open(t);
  await page.loaded();
  const trace = await readFile(new URL("traces/two_tasks.trace", import.meta.url));
  const data = await page.tab.evaluateHandle((bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], "dropped.trace"));
    return data;
  }, [...trace]);
  const view = new LoopView(page);
  await view.pane.dispatchEvent("drop", { dataTransfer: data });
  await page.shows(view.pane, "From the file dropped.trace");
  await page.shows(page.tab.locator("python-editor"), "async def child(seconds)");
  await page.shows(page.log, "start 0.2");
  assert.ok(await page.tab.locator(".is-on", { hasText: "Virtual clock" }).isVisible(), "as it was recorded");
  for (let step = 0; step < 3; step++) await view.press("Step forward");
  await page.until(() => document.querySelectorAll(".cm-task").length >= 2);
});
