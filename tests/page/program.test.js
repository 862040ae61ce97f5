// The program in the editor: on screen at once, kept, brought back, linked to.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.js";

/** The ids and sources of the examples, as the page was delivered with them. */
const programs = (page) => page.tab.locator("#programs").evaluate((script) => JSON.parse(script.textContent));

test("the program is on screen before the page's own scripts have arrived", async (t) => {
  const page = await open(t);
  const all = await programs(page);
  const [first, second] = Object.keys(all);
  await page.tab.route(/app\/.*\.(js|wasm)/, (route) => route.abort());
  for (const [hash, id] of [["", first], [`#example=${second}`, second]]) {
    await page.tab.goto("about:blank");
    await page.tab.goto(page.url + hash);
    const program = page.tab.locator("#program");
    await program.waitFor();
    assert.equal(await program.textContent(), all[id]);
  }
});

test("an edit survives a reload, reset brings the original back, undo the edit", async (t) => {
  const page = await open(t);
  const [original] = Object.values(await programs(page));
  const text = () => page.tab.locator("python-editor").evaluate((editor) => editor.text);
  await page.write('print("mine")\n');
  await page.tab.locator(".code .state", { hasText: "edited" }).waitFor();
  await page.tab.reload();
  await page.loaded();
  assert.equal(await text(), 'print("mine")\n');
  await page.tab.getByRole("button", { name: "Reset" }).click();
  await page.tab.locator(".code .state").waitFor({ state: "detached" });
  assert.equal(await text(), original);
  await page.editor.focus();
  await page.press("ControlOrMeta+z");
  await page.tab.locator(".code .state").waitFor();
  assert.equal(await text(), 'print("mine")\n');
});

test("each example has an address and a draft of its own", async (t) => {
  const page = await open(t);
  const all = await programs(page);
  const [first, second] = Object.keys(all);
  await page.write('print("mine")\n');
  await page.tab.locator(`a[href="#example=${second}"]`).click();
  await page.tab.waitForURL(`**/#example=${second}`);
  await page.until((text) => document.querySelector("python-editor").text === text, all[second]);
  await page.tab.goBack();
  await page.until(() => document.querySelector("python-editor").text === 'print("mine")\n');
  assert.equal(await page.tab.locator(`a[href="#example=${first}"]`).getAttribute("aria-current"), "true");
});

test("an address of an example that does not exist is answered in words", async (t) => {
  const page = await open(t, { hash: "#example=nobody" });
  await page.shows(page.log, "There is no example called “nobody”.");
});

test("without storage the page works from memory", async (t) => {
  const init = () => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("blocked", "SecurityError"); } });
  const page = await open(t, { init });
  await page.run('print("still here")\n');
  await page.shows(page.log, "still here");
  await page.ended();
  await page.tab.locator(".code .state").waitFor();
});
