// The course: from its contents to a chapter that is solved, with the page's own engine.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { test } from "node:test";
import { open } from "./support.js";

const CHAPTER = "13-create-task-and-gather";
const course = new URL("../../www/content/course/", import.meta.url);
const file = (name) => readFileSync(new URL(`${CHAPTER}/${name}`, course), "utf8");

/** Opens the course. */
async function learn(t, hash = "", options = {}) {
  const { tab } = await open(t, { hash: `learn/${hash}`, ...options });
  return tab;
}

/** The lines of the question as they stand. */
const lines = (tab) => tab.locator("[data-list=question] code").allTextContents();

/** Puts the question's lines in this order, with the keys of the list. */
async function putInOrder(tab, wanted) {
  for (const [to, line] of wanted.entries()) {
    let at = (await lines(tab)).indexOf(line, to);
    for (; at > to; at--) {
      await tab.locator("[data-list=question] > li").nth(at).press("ArrowUp");
      await tab.locator(`[data-list=question] > li:nth-child(${at}):focus`).waitFor();
    }
  }
}

/** Replaces what is in the exercise's editor. */
async function write(tab, program) {
  await tab.locator("[data-stage='2'] .cm-content").waitFor();
  await tab.locator("[data-stage='2'] python-editor").evaluate((editor, text) => editor.replace(text), program);
}

test("the contents lead to the first chapter, and to the one that was open last", async (t) => {
  const tab = await learn(t);
  await tab.getByRole("link", { name: "Begin", exact: true }).click();
  await tab.getByRole("heading", { level: 1, name: "One thread, many things at once" }).waitFor();
  await tab.getByRole("link", { name: "Next chapter" }).click();
  await tab.getByRole("heading", { level: 1, name: "Who yields?" }).waitFor();
  assert.equal(await tab.evaluate(() => document.activeElement.id), "title", "a reader goes on reading at the title");
  await tab.getByRole("link", { name: "Contents" }).click();
  await tab.getByRole("link", { name: "Go on: Who yields?" }).waitFor();
  await tab.reload();
  await tab.getByRole("link", { name: "Go on: Who yields?" }).waitFor();
});

test("a chapter shows its run at the step it speaks of, and its words lead to others", async (t) => {
  const tab = await learn(t, `#${CHAPTER}`);
  await tab.locator(".sentence", { hasText: "prints “B begins”" }).waitFor();
  await tab.getByRole("button", { name: "A begins" }).click();
  await tab.locator(".sentence", { hasText: "prints “A begins”" }).waitFor();
  await tab.getByRole("button", { name: "Step forward" }).click();
  await tab.locator(".sentence", { hasText: "prints “A begins”" }).waitFor({ state: "detached" });
});

test("Run beside the words shows all that the program prints, and steps lead through what matters", async (t) => {
  const tab = await learn(t, `#${CHAPTER}`);
  const stage = tab.locator("[data-stage='1']");
  await stage.locator(".sentence", { hasText: "prints “B begins”" }).waitFor();
  await stage.getByRole("button", { name: "Run", exact: true }).click();
  await stage.getByText("[2, 3]", { exact: true }).waitFor({ timeout: 60_000 });
  await stage.locator(".note.end").waitFor();
  await tab.getByRole("button", { name: "A begins" }).click();
  await stage.locator(".sentence", { hasText: "prints “A begins”" }).waitFor();
  await stage.getByRole("button", { name: "Step forward" }).click();
  await stage.locator(".sentence", { hasText: "sets a timer" }).waitFor();
  await stage.getByRole("button", { name: "Step back" }).click();
  await stage.locator(".sentence", { hasText: "prints “A begins”" }).waitFor();
});

for (const width of [390, 720]) {
  test(`a chapter opens at its title where its parts stand below each other: ${width} pixels`, async (t) => {
    const tab = await learn(t, `#${CHAPTER}`, { viewport: { width, height: 800 } });
    await tab.locator("[data-stage='2'] .cm-content").waitFor();
    // The editor measures itself in the next frames.
    await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
    assert.equal(await tab.evaluate(() => scrollY), 0);
  });
}

test("who is shown the answer has not found it, and can try again with the key that showed it", async (t) => {
  const tab = await learn(t, `#${CHAPTER}`);
  await tab.locator("[data-list=question] li").first().waitFor();
  await tab.getByRole("button", { name: "Is that the order?" }).click();
  await tab.getByRole("button", { name: "Show the answer" }).press("Enter");
  await tab.locator(".answer").waitFor();
  assert.equal(await tab.evaluate(() => document.activeElement.textContent), "Ask me again");
  await tab.keyboard.press("Enter");
  await tab.locator(".answer").waitFor({ state: "detached" });
  await tab.getByRole("link", { name: "Contents" }).click();
  await tab.getByText("0 of 25 chapters solved").first().waitFor();
  assert.equal(await tab.locator(".chapters .begun").count(), 0);
});

test("what was found wrong is shown in a chapter without that panel, too", async (t) => {
  const tab = await learn(t, "#12-await");
  const stage = tab.locator("[data-stage='1']");
  await stage.getByRole("button", { name: "Run", exact: true }).click();
  await stage.getByRole("button", { name: "One mistake was found" }).click({ timeout: 60_000 });
  await stage.locator(".about-findings code", { hasText: "inner" }).waitFor();
});

test("F6 stays in the exercise", async (t) => {
  const tab = await learn(t, `#${CHAPTER}`);
  await tab.locator("[data-stage='2'] .cm-content").click();
  await tab.keyboard.press("F6");
  await tab.waitForFunction(() => document.activeElement.closest("[data-region=console]") !== null);
  assert.equal(await tab.evaluate(() => document.activeElement.closest("[data-stage]").dataset.stage), "2");
});

test("an order is judged: impossible, possible, right", async (t) => {
  const tab = await learn(t, `#${CHAPTER}`);
  const [reply, judge] = [tab.locator("[data-reply=question]"), tab.getByRole("button", { name: "Is that the order?" })];
  await tab.locator("[data-list=question] li").first().waitFor();
  assert.equal((await lines(tab)).length, 5);
  await putInOrder(tab, ["three", "two", "one", "four", "five"]);
  await judge.click();
  await reply.getByText("“three” cannot come before “two”").waitFor();
  await putInOrder(tab, ["one", "two", "three", "four", "five"]);
  await judge.click();
  await reply.getByText(/cannot come before|asyncio does not print that/).waitFor();
  await tab.getByRole("button", { name: "Show the answer" }).waitFor();
  await putInOrder(tab, ["two", "three", "one", "four", "five"]);
  await judge.click();
  await reply.getByText("That is the order.").waitFor();
  await tab.locator(".answer").waitFor();
});

test("an exercise is checked, helped with, solved, and still solved after a reload", async (t) => {
  const tab = await learn(t, `#${CHAPTER}`);
  const reply = tab.locator("[data-reply=written]");
  const check = tab.getByRole("button", { name: "Check", exact: true });
  await tab.locator("[data-stage='2'] .cm-content").waitFor();
  await check.click();
  await reply.locator("p").nth(1).waitFor({ timeout: 60_000 });
  assert.equal(await reply.locator("p").first().textContent(), "Not yet.");
  for (const name of ["Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3", "Give me the lines", "Show a solution"]) {
    await tab.getByRole("button", { name }).click();
  }
  await tab.getByRole("button", { name: "Put it into the editor" }).click();
  await check.click();
  await reply.getByText("Solved.").waitFor({ timeout: 60_000 });
  await tab.getByRole("button", { name: "Show the answer" }).waitFor({ state: "hidden" });
  await tab.reload();
  await tab.locator("[data-stage='2'] .cm-content", { hasText: "gather" }).waitFor();
  await tab.getByRole("link", { name: "Contents" }).click();
  await tab.locator(".chapters .begun", { hasText: "create_task and gather" }).waitFor();
});

test("a program that never ends is told so, and a check that is stopped, too", async (t) => {
  const tab = await learn(t, `#${CHAPTER}`);
  await write(tab, "while True:\n    pass\n");
  await tab.getByRole("button", { name: "Check", exact: true }).click();
  await tab.locator("[data-reply=written]").getByText("does not end").waitFor({ timeout: 60_000 });
  await write(tab, "import asyncio\n\nasync def main():\n    while True:\n        await asyncio.sleep(0)\n\nasyncio.run(main())\n");
  await tab.getByRole("button", { name: "Check", exact: true }).click();
  await tab.locator("[data-stage='2']").getByRole("button", { name: "Stop" }).click();
  await tab.locator("[data-reply=written]").getByText("The check was stopped.").waitFor({ timeout: 60_000 });
});

test("the run of an exercise is printed, and Stop ends it", async (t) => {
  const tab = await learn(t, `#${CHAPTER}`);
  const stage = tab.locator("[data-stage='2']");
  await stage.locator(".cm-content").waitFor();
  await stage.getByRole("button", { name: "Run" }).click();
  await stage.locator(".log").getByText("VENUS", { exact: true }).waitFor({ timeout: 60_000 });
  await stage.locator(".note.end.good").waitFor();
  await write(tab, "import asyncio\n\nasync def main():\n    print('on and on')\n    while True:\n        await asyncio.sleep(0)\n\nasyncio.run(main())\n");
  await stage.getByRole("button", { name: "Run" }).click();
  await stage.locator(".log").getByText("on and on").waitFor({ timeout: 60_000 });
  await stage.getByRole("button", { name: "Stop" }).click();
  await stage.locator(".note.end").waitFor({ timeout: 60_000 });
});

test("the whole course is in Turkish as well", async (t) => {
  const tab = await learn(t, `#${CHAPTER}`);
  await tab.locator(".chapter h1").waitFor();
  await tab.getByRole("button", { name: "Türkçe" }).click();
  await tab.getByRole("button", { name: "Sıra bu mu?" }).waitFor();
  assert.equal(await tab.locator("article").getAttribute("lang"), "tr");
  assert.equal(await tab.locator("html").getAttribute("lang"), "tr");
});

test("from the contents to a solved chapter with the keyboard alone", async (t) => {
  const tab = await learn(t);
  await tab.locator(".chapters li").first().waitFor();
  /** Goes on with Tab to an element. */
  const to = async (selector) => {
    for (let presses = 0; presses < 80; presses++) {
      if (await tab.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
      // In the editor Tab indents, but for a moment after Escape.
      if (await tab.evaluate(() => document.activeElement.matches(".cm-content"))) await tab.keyboard.press("Escape");
      await tab.keyboard.press("Tab");
    }
    assert.fail(`Tab does not come to ${selector}`);
  };
  await to(`.chapters a[href$="${CHAPTER}"]`);
  await tab.keyboard.press("Enter");
  await tab.locator("#title:focus").waitFor();
  for (const [at, line] of ["two", "three", "one", "four", "five"].entries()) {
    await to("[data-list=question] > li:first-child");
    const from = (await lines(tab)).indexOf(line);
    for (let place = 0; place < from; place++) await to(`[data-list=question] > li:nth-child(${place + 2})`);
    for (let place = from; place > at; place--) {
      await tab.keyboard.press("ArrowUp");
      await tab.locator(`[data-list=question] > li:nth-child(${place}):focus`).waitFor();
    }
    // Back to before the list.
    while (await tab.evaluate(() => document.activeElement.closest("[data-list=question]") !== null)) await tab.keyboard.press("Shift+Tab");
  }
  await to(".question .loud");
  await tab.keyboard.press("Enter");
  await tab.locator("[data-reply=question]").getByText("That is the order.").waitFor();
  await to(".cm-content");
  await tab.keyboard.press("Control+a");
  await tab.keyboard.insertText(file("solutions/1.py"));
  await tab.keyboard.press("Escape");
  // Check stands before the editor.
  for (let presses = 0; presses < 20 && !(await tab.evaluate(() => document.activeElement.matches(".check"))); presses++) {
    await tab.keyboard.press("Shift+Tab");
  }
  await tab.keyboard.press("Enter");
  await tab.locator("[data-reply=written]").getByText("Solved.").waitFor({ timeout: 60_000 });
  await to(".way.on.loud");
  await tab.keyboard.press("Enter");
  await tab.getByRole("heading", { level: 1, name: "Cancellation" }).waitFor();
});

test("progress is saved, forgotten, and brought back", async (t) => {
  const solved = JSON.stringify({ asyncio101Course: 1, chapters: { "01-one-thread": { question: true, exercise: true } } });
  const tab = await learn(t);
  await tab.getByText("0 of 25 chapters solved").first().waitFor();
  await tab.locator("input[type=file]").setInputFiles({ name: "progress.json", mimeType: "application/json", buffer: Buffer.from(solved) });
  await tab.getByText("1 of 25 chapters solved").first().waitFor();
  await tab.getByRole("button", { name: "Forget progress" }).click();
  await tab.getByText("0 of 25 chapters solved").first().waitFor();
  await tab.getByRole("button", { name: "Undo" }).click();
  await tab.getByText("1 of 25 chapters solved").first().waitFor();
  const download = tab.waitForEvent("download");
  await tab.getByRole("button", { name: "Save progress" }).click();
  const saved = JSON.parse(readFileSync(await (await download).path(), "utf8"));
  assert.deepEqual(saved.chapters["01-one-thread"], { question: true, exercise: true });
  await tab.locator("input[type=file]").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("no") });
  await tab.getByText("no progress of this course").waitFor();
});

test("where storage is blocked the course goes on from memory", async (t) => {
  const init = () => Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("blocked", "SecurityError"); } });
  const tab = await learn(t, `#${CHAPTER}`, { init });
  await tab.locator("[data-list=question] li").first().waitFor();
  await putInOrder(tab, ["two", "three", "one", "four", "five"]);
  await tab.getByRole("button", { name: "Is that the order?" }).click();
  await tab.locator("[data-reply=question]").getByText("That is the order.").waitFor();
  await tab.getByRole("link", { name: "Contents" }).click();
  await tab.locator(".chapters .begun").waitFor();
});

test("a chapter of somebody else's is opened by its address, and one that is wrong says what is", async (t) => {
  const files = new Map(["chapter.toml", "en.md", "program.py", "question.py", "starter.py", "check.py"].map((name) => [name, file(name)]));
  const server = createServer((request, response) => {
    const name = new URL(request.url, "http://localhost").pathname.split("/").pop();
    const body = files.get(name);
    response.writeHead(body === undefined ? 404 : 200, { "access-control-allow-origin": "*" }).end(body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  t.after(() => server.close());
  const address = encodeURIComponent(`http://127.0.0.1:${server.address().port}/mine`);
  const tab = await learn(t, `?chapter=${address}`);
  await tab.getByRole("heading", { level: 1 }).waitFor();
  await tab.getByText("A chapter of somebody else’s").waitFor();
  await tab.getByText("was not recorded").waitFor();
  files.delete("program.py");
  await tab.reload();
  await tab.getByText("This chapter cannot be shown.").waitFor();
  await tab.getByText(/program\.py.*missing/).waitFor();
});

test("a chapter that there is not is told", async (t) => {
  const tab = await learn(t, "#99-nothing");
  await tab.getByText("This chapter cannot be shown.").waitFor();
  await tab.getByRole("link", { name: "Contents" }).click();
  await tab.locator(".chapters li").first().waitFor();
});

test("a program is sent as a question: what it does is shown when that is answered", async (t) => {
  const page = await open(t);
  await page.loaded();
  await page.write('import asyncio\n\nasync def say(word, delay):\n    await asyncio.sleep(delay)\n    print(word)\n\nasync def main():\n    await asyncio.gather(say("two", 2), say("one", 1))\n\nasyncio.run(main())\n');
  await page.tab.getByRole("button", { name: "Share" }).click();
  await page.tab.goto(await page.tab.locator("#share-question").textContent());
  const { tab } = page;
  await tab.getByRole("heading", { level: 1, name: "In which order?" }).waitFor();
  assert.equal(await tab.locator(".log").count(), 0);
  await tab.getByRole("button", { name: "Run it, and ask me" }).click();
  await tab.locator("[data-list=question] li").first().waitFor({ timeout: 60_000 });
  assert.equal(await tab.locator(".log").count(), 0, "the output would be the answer");
  await putInOrder(tab, ["two", "one"]);
  await tab.getByRole("button", { name: "Is that the order?" }).click();
  await tab.locator("[data-reply=question]").getByText("Only with other times").waitFor();
  await putInOrder(tab, ["one", "two"]);
  await tab.getByRole("button", { name: "Is that the order?" }).click();
  await tab.locator(".log").waitFor();
});
