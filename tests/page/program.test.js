// The program in the editor: on screen at once, kept, brought back, linked to.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.js";

/** What comes after the small script that shows the program. */
const LATER = /app\/(?!first\.js).*\.(js|wasm)/;

/** The ids and sources of the examples, as the page was delivered with them. */
const programs = (page) => page.tab.locator("#programs").evaluate((script) => JSON.parse(script.textContent));

test("the program is on screen before the page's own modules have arrived", async (t) => {
  const page = await open(t);
  const all = await programs(page);
  const [first, second] = Object.keys(all);
  await page.tab.route(LATER, (route) => route.abort());
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

test("a visitor without a link sees the first chapter's program, and the list begins with the course", async (t) => {
  const page = await open(t);
  await page.loaded();
  const text = await page.tab.locator("python-editor").evaluate((editor) => editor.text);
  assert.match(text, /async def ask/);
  assert.match(text, /asyncio\.gather/);
  assert.doesNotMatch(text, /yield/);
  assert.equal(await page.tab.locator(".examples section").nth(1).locator("h2").textContent(), "The course");
  const entries = await page.tab.locator(".examples .course a").allTextContents();
  assert.equal(entries.length, 25);
  assert.ok(entries[0].startsWith("1 · One thread, many things at once"), entries[0]);
});

test("a program of the course leads to its chapter, and the chapter back to it", async (t) => {
  const page = await open(t);
  await page.loaded();
  const { tab } = page;
  await tab.locator(".examples a", { hasText: "12 · await" }).click();
  await tab.waitForURL("**/#example=await");
  await page.shows(page.editor, 'inner("nothing")');
  await tab.locator(".code .head").getByRole("link", { name: "Chapter 12" }).click();
  await tab.waitForURL("**/learn/#12-await");
  await tab.getByRole("heading", { name: "await", level: 1, exact: true }).waitFor();
  // As long as the reader has not looked into a run of their own, it is that example, on the course's clock.
  await tab.locator("[data-recorded]").waitFor();
  const away = tab.getByRole("link", { name: "Open in the playground" });
  assert.equal(await away.getAttribute("href"), "./#example=await&clock=virtual");
  await away.click();
  await page.loaded();
  await page.shows(page.editor, 'inner("nothing")');
  assert.equal(await tab.locator('.examples a[href="#example=await"]').getAttribute("aria-current"), "true");
  await tab.locator(".loop .is-on", { hasText: "virtual clock" }).waitFor();
  await tab.goBack();
  await tab.locator("[data-recorded]").waitFor();
  await tab.locator("[data-stage='1'] .run").click();
  await page.until(() => document.querySelector("a.away").getAttribute("href").startsWith("./#example="));
  await tab.locator("[data-stage='1'] .console", { hasText: "main 3" }).waitFor();
  await tab.getByRole("button", { name: "Step back" }).click();
  await page.until(() => /#v1\..*&step=\d+/.test(document.querySelector("a.away").href));
});

test("what a changed program of the course offers has room on a phone, in every language", async (t) => {
  for (const locale of ["en", "tr"]) {
    const page = await open(t, { locale, hash: "#example=create-task-and-gather", viewport: { width: 360, height: 700 } });
    await page.write('print("mine")\n');
    await page.tab.locator(".code .state").waitFor();
    await page.tab.locator(".code a.chapter").waitFor();
    assert.equal(await page.tab.evaluate(() => document.documentElement.scrollWidth), 360, locale);
  }
});

test("an address that an example had once opens what took its place, at once and later", async (t) => {
  const page = await open(t, { hash: "#example=gather" });
  const all = await programs(page);
  const chapter = all["create-task-and-gather"];
  await page.until((text) => document.querySelector("python-editor").text === text, chapter);
  await page.tab.locator(".code .head").getByRole("link", { name: "Chapter 13" }).waitFor();
  assert.equal(await page.tab.locator('a[href="#example=create-task-and-gather"]').getAttribute("aria-current"), "true");
  await page.tab.route(LATER, (route) => route.abort());
  for (const hash of ["#example=gather", "#example=create-task-and-gather&clock=virtual"]) {
    await page.tab.goto("about:blank");
    await page.tab.goto(page.url + hash);
    assert.equal(await page.tab.locator("#program").textContent(), chapter);
  }
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
