// input(): the program waits, the user answers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.js";

const ASKS = `name = input("Who? ")
print(f"Hello, {name}!")
`;
const ASKS_TWICE = `first = input("First? ")
second = input("Second? ")
print(f"{first} {second}")
`;

test("a line typed at input() reaches the program", async (t) => {
  const page = await open(t);
  await page.run(ASKS);
  await page.shows(page.status, "Waiting for input");
  await page.shows(page.announced, "The program is waiting for input");
  await page.input.fill("Ada");
  await page.input.press("Enter");
  assert.match(await page.ended(), /^Finished/);
  assert.deepEqual(await page.lines(), ["Who? Ada", "Hello, Ada!"]);
});

test("a program that asks is answered where it was started, and the focus stays there between two questions", async (t) => {
  const page = await open(t);
  await page.write(ASKS_TWICE);
  await page.editor.focus();
  await page.press("ControlOrMeta+Enter");
  await page.focused("#input-1");
  await page.tab.keyboard.type("one");
  await page.press("Enter");
  await page.shows(page.log, "Second?");
  await page.tab.locator(".input.wanted").waitFor();
  await page.press("ArrowUp");
  await page.press("Enter");
  await page.ended();
  await page.focused(".log");
  assert.deepEqual(await page.lines(), ["First? one", "Second? one", "one one"]);
});

test("the focus is not stolen from one who goes on writing, and F6 leads to the input line", async (t) => {
  const page = await open(t);
  await page.write(`import time\nprint("on")\ntime.sleep(2)\n${ASKS}`);
  await page.editor.focus();
  await page.press("ControlOrMeta+Enter");
  await page.shows(page.log, "on");
  await page.tab.keyboard.type("# more\n");
  await page.tab.locator(".input.wanted").waitFor();
  assert.ok(await page.tab.evaluate(() => document.activeElement.closest("python-editor")));
  await page.press("ControlOrMeta+Enter");
  await page.shows(page.log, "A program still runs, and waits for input.");
  await page.press("F6");
  await page.focused("#input-1");
  await page.press("Control+d");
  await page.ended();
});

test("Ctrl+D is end of file", async (t) => {
  const page = await open(t);
  await page.run(ASKS);
  await page.tab.locator(".input.wanted").waitFor();
  await page.input.press("Control+d");
  assert.match(await page.ended(), /^EOFError on line 1/);
  assert.equal((await page.lines()).at(-1), "EOFError: EOF when reading a line");
});

test("a program that waits for input can be stopped", async (t) => {
  const page = await open(t);
  await page.run(ASKS);
  await page.tab.locator(".input.wanted").waitFor();
  await page.runButton.click();
  assert.match(await page.ended(), /^Stopped/);
  await page.input.waitFor({ state: "detached" });
});
