// The page without a mouse, and on a phone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./support.js";

test("a program is written, run and stopped with nothing but the keyboard", async (t) => {
  const page = await open(t);
  await page.loaded();
  await page.press("F6");
  await page.focused("python-editor");
  await page.press("ControlOrMeta+a");
  await page.tab.keyboard.insertText('print("no mouse")');
  await page.press("Shift+Enter");
  await page.shows(page.log, "no mouse");
  await page.ended();
  await page.focused("python-editor");
});

test("F6 goes round the panes, Shift+F6 back", async (t) => {
  const page = await open(t);
  await page.loaded();
  for (const region of ["code", "console", "loop", "examples", "code"]) {
    await page.press("F6");
    await page.focused(`[data-region=${region}]`);
  }
  await page.press("Shift+F6");
  await page.focused("[data-region=examples]");
});

test("Tab indents, Escape and Tab leave the editor, as the page says", async (t) => {
  const page = await open(t);
  await page.write("pass");
  await page.shows(page.tab.locator("#editor-hint"), "Esc and then Tab");
  await page.editor.focus();
  await page.press("Tab");
  await page.until(() => document.querySelector("python-editor").text === "    pass");
  await page.press("Escape");
  await page.press("Tab");
  await page.until(() => !document.activeElement.closest("python-editor"));
});

test("every control can be reached with Tab and shows that it has the focus", async (t) => {
  const page = await open(t);
  await page.loaded();
  const reached = new Set();
  for (let presses = 0; presses < 100; presses++) {
    await page.press("Tab");
    if (await page.tab.evaluate(() => document.activeElement.closest("python-editor") !== null)) await page.press("Escape");
    const name = await page.tab.evaluate(() => {
      const { activeElement: element } = document;
      return element.id || element.className || element.textContent.trim();
    });
    // The editor shows its focus a moment after it has it.
    const isOutlined = page.until(() => {
      const { activeElement: element } = document;
      return getComputedStyle(element).outlineStyle !== "none" || element.closest(".cm-focused") !== null || element === document.body;
    });
    await isOutlined.catch(() => assert.fail(`${name} does not show that it has the focus`));
    reached.add(name);
  }
  for (const control of ["run", "Türkçe", "quiet icon", "cm-content", "log", "scroll", "About"]) {
    assert.ok([...reached].some((name) => name.includes(control)), `${control} was not reached: ${[...reached].join(", ")}`);
  }
});

test("a phone shows one pane at a time: choose, read, run, see", async (t) => {
  const page = await open(t, { viewport: { width: 375, height: 700 }, hasTouch: true });
  await page.loaded();
  const visible = () => page.tab.locator("main > :visible").evaluateAll((panes) => panes.map((pane) => pane.dataset.region));
  assert.deepEqual(await visible(), ["code"]);
  await page.tab.getByRole("button", { name: "Examples" }).tap();
  assert.deepEqual(await visible(), ["examples"]);
  await page.tab.locator(".examples a").nth(1).tap();
  await page.until(() => document.querySelector("main").dataset.pane === "code");
  await page.run('print("on a phone")\n');
  await page.shows(page.log, "on a phone");
  await page.ended();
  assert.deepEqual(await visible(), ["console"]);
  await page.tab.getByRole("button", { name: "Loop" }).tap();
  assert.deepEqual(await visible(), ["loop"]);
  const overflow = await page.tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(overflow, 0, "nothing sticks out to the right");
});

test("language and theme are switched, announced in the document and remembered", async (t) => {
  const page = await open(t);
  await page.loaded();
  await page.tab.getByRole("button", { name: "Türkçe" }).click();
  await page.until(() => document.documentElement.lang === "tr");
  await page.shows(page.runButton, "Çalıştır");
  await page.tab.getByRole("button", { name: "Tema" }).click();
  await page.until(() => document.documentElement.dataset.theme === "light");
  await page.tab.reload();
  await page.loaded();
  await page.shows(page.runButton, "Çalıştır");
  assert.equal(await page.tab.evaluate(() => document.documentElement.dataset.theme), "light");
});

test("a browser set to Turkish gets Turkish", async (t) => {
  const page = await open(t, { locale: "tr-TR" });
  await page.shows(page.runButton, "Çalıştır");
});
