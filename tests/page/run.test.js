// Running programs: what they print, how they fail, how they end. Expected texts are what CPython prints.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.js";

const FAILS = `def fail():
    return 1 / 0


fail()
`;

test("a program typed into the editor runs and its output is shown", async (t) => {
  const page = await open(t);
  await page.loaded();
  await page.editor.click();
  await page.press("ControlOrMeta+a");
  await page.tab.keyboard.insertText('print("typed by hand")');
  await page.run();
  assert.match(await page.ended(), /^Finished\s·\s(\d+ ms|[\d.]+ s)$/);
  assert.deepEqual(await page.lines(), ["typed by hand"]);
  assert.match(await page.status.textContent(), /^Finished/);
  assert.match(await page.announced.textContent(), /^Finished/);
});

test("a traceback names the user's line, and a click on it goes there", async (t) => {
  const page = await open(t);
  await page.run(FAILS);
  assert.match(await page.ended(), /^ZeroDivisionError on line 2\s·\s/);
  const lines = await page.lines();
  assert.equal(lines[0], "Traceback (most recent call last):");
  assert.ok(lines.includes('  File "main.py", line 5, in <module>'), lines.join("\n"));
  assert.ok(lines.includes('  File "main.py", line 2, in fail'), lines.join("\n"));
  assert.equal(lines.at(-1), "ZeroDivisionError: division by zero");
  await page.shows(page.tab.locator(".cm-marked"), "return 1 / 0");
  await page.log.getByRole("button", { name: 'File "main.py", line 2' }).click();
  await page.focused("python-editor");
  await page.shows(page.tab.locator(".cm-activeLine"), "return 1 / 0");
});

test("a syntax error names its line", async (t) => {
  const page = await open(t);
  await page.run('print("never")\ndef f(:\n    pass\n');
  assert.match(await page.ended(), /^SyntaxError on line 2/);
  const lines = await page.lines();
  assert.ok(lines.some((line) => line.includes('File "main.py", line 2')), lines.join("\n"));
  assert.match(lines.at(-1), /^SyntaxError: /);
  assert.ok(!lines.includes("never"));
});

test("an exit status is shown", async (t) => {
  const page = await open(t);
  await page.run("raise SystemExit(3)\n");
  assert.match(await page.ended(), /^Exited with status 3/);
});

test("each run starts with an empty console", async (t) => {
  const page = await open(t);
  await page.run('print("one")\n');
  await page.ended();
  await page.run('print("two")\n');
  await page.shows(page.log, "two");
  await page.ended();
  assert.deepEqual(await page.lines(), ["two"]);
});

test("clear empties the console, and the output can be copied", async (t) => {
  const page = await open(t, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.run('print("one")\nprint("two")\n');
  await page.ended();
  await page.tab.getByRole("button", { name: "Copy" }).click();
  await page.tab.getByRole("button", { name: "Copied" }).waitFor();
  assert.equal(await page.tab.evaluate(() => navigator.clipboard.readText()), "one\ntwo");
  await page.tab.getByRole("button", { name: "Clear" }).click();
  await page.log.locator(".empty").waitFor();
});
