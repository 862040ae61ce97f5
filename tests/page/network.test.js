// What the view of the loop shows of the network: a recorded server and its client, over a line that takes 20 ms.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { LoopView } from "./loop-view.js";
import { open } from "./support.js";

const TRACE = fileURLToPath(new URL("traces/echo.trace", import.meta.url));

/** Opens the page with the recording, before its first step, stepping by every event. */
async function opened(t, options) {
  const page = await open(t, { engine: "fake", ...options });
  const view = new LoopView(page);
  await page.loaded();
  await page.tab.locator("label.choose input").setInputFiles(TRACE);
  await page.tab.locator(".controls").waitFor();
  await page.tab.locator("select.unit").selectOption("event");
  return { page, view, connections: page.tab.locator(".about-connections") };
}

/** Steps forward until the sentence has this text. */
async function goTo(page, view, text) {
  const forward = page.tab.locator("[aria-keyshortcuts=ArrowRight]");
  for (;;) {
    const sentence = await view.sentence.textContent();
    if (sentence.includes(text)) return;
    const before = await view.count.textContent();
    await forward.click();
    await page.until((before) => document.querySelector(".position .count").textContent !== before, before);
  }
}

const texts = async (locator) => (await locator.allTextContents()).map((text) => text.trim());

test("a connection is shown with both ends, and where the bytes are", async (t) => {
  const { page, view, connections } = await opened(t);
  assert.equal(await connections.locator(".none").textContent(), "There is no socket now.");
  await goTo(page, view, "listens at 127.0.0.1:8888");
  assert.deepEqual(await texts(connections.locator(".address")), ["socket 1 · 127.0.0.1:8888"]);
  assert.match(await connections.locator(".listener .flow").textContent(), /^0 of 100 wait to be accepted$/);
  await goTo(page, view, "waits at socket 1 to be accepted");
  assert.match(await connections.locator(".listener .flow").textContent(), /^1 of 100/);
  assert.equal(await connections.locator(".both .state").textContent(), "waits to be accepted");

  await goTo(page, view, "Task-1 · main sends 6 bytes from socket 2: they are on the way");
  assert.deepEqual(await texts(connections.locator(".both .address")), ["socket 2 · 127.0.0.1:32768", "socket 3 · 127.0.0.1:8888"]);
  assert.deepEqual(await texts(connections.locator(".both .end .to-step")), ["Task-1 · main", "Task-4 · serve"]);
  assert.deepEqual(await texts(connections.locator(".numbers")), ["6 bytes on the way"]);
  assert.equal(await connections.locator(".both .state").textContent(), "open");
  await goTo(page, view, "6 bytes arrive at socket 3");
  assert.deepEqual(await texts(connections.locator(".numbers")), ["6 bytes unread"]);
  await goTo(page, view, "reads 6 bytes from socket 3");
  assert.deepEqual(await texts(connections.locator(".numbers")), []);
  await goTo(page, view, "closes socket 3");
  assert.equal(await connections.locator(".both .state").textContent(), "half-closed");
});

test("what is watched is named by its connection", async (t) => {
  const { page, view } = await opened(t);
  await goTo(page, view, "reads 6 bytes from socket 3");
  const watched = await texts(page.tab.locator(".queue.selector li"));
  assert.ok(watched.includes("socket 1 · listens at 127.0.0.1:8888, to read"), watched.join("\n"));
  assert.ok(watched.includes("socket 3 · 127.0.0.1:8888 ← Task-1 · main, to read"), watched.join("\n"));
});

test("what woke a reader leads to who wrote, and to its line", async (t) => {
  const { page, view } = await opened(t);
  await goTo(page, view, "6 bytes that Task-1 · main wrote at line 14");
  await goTo(page, view, "runs: 6 bytes that Task-1 · main wrote at line 14");
  const link = view.why.locator(".chain li").filter({ hasText: "6 bytes that Task-1 · main wrote" });
  assert.equal(await link.locator(".to-line").textContent(), "line 14");
  await link.locator(".to-step").click();
  await view.says("Task-1 · main sends 6 bytes from socket 2");
  assert.equal(await page.tab.locator(".connections-list .both").getByRole("button", { name: "Task-1 · main" }).getAttribute("aria-current"), "step");
});

test("the panel is folded by the keyboard, and speaks Turkish", async (t) => {
  const { page, view, connections } = await opened(t, { locale: "tr" });
  await goTo(page, view, "6 byte gönderdi");
  const fold = connections.getByRole("button", { name: "Bağlantılar", exact: true });
  assert.deepEqual(await texts(connections.locator(".numbers")), ["yolda 6 byte"]);
  await fold.focus();
  await page.press("Enter");
  assert.equal(await fold.getAttribute("aria-expanded"), "false");
  assert.equal(await connections.locator(".connections-list").count(), 0);
});

test("a program without a network has no such panel", async (t) => {
  const { page } = await opened(t);
  await page.tab.locator("label.choose input").setInputFiles(fileURLToPath(new URL("traces/two_tasks.trace", import.meta.url)));
  await page.until(() => document.querySelector(".about-connections") === null);
  assert.equal(await page.tab.locator(".about-lanes").count(), 1);
});
