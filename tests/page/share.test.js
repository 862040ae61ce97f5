// Sharing a program, beginning one's own, and the page where there is little room for it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { TWO_TASKS, LoopView } from "./loop-view.js";
import { open } from "./support.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const clipboard = { permissions: ["clipboard-read", "clipboard-write"] };

test("Share has the address, the lines for another page and the files, under the title the reader gives", async (t) => {
  const page = await open(t, { engine: "fake", ...clipboard });
  await page.write("print(1 < 2)\n");
  await page.tab.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.tab.getByRole("dialog", { name: "Share this program" });
  await dialog.getByLabel("What it is called").fill("Tea & biscuits");
  await page.shows(page.tab.locator("header .title h2"), "Tea & biscuits");
  await dialog.getByRole("button", { name: "Copy" }).first().click();
  await dialog.getByRole("button", { name: "Copied" }).waitFor();
  const address = await page.tab.evaluate(() => navigator.clipboard.readText());
  assert.match(address, /#v1\.[\w-]+.*&title=[\w-]+$/);
  const snippet = await dialog.locator("#share-snippet").textContent();
  assert.match(snippet, /^<div>\n<script type="module" src="http:\/\/127\.0\.0\.1:\d+\/some\/folder\/asyncio101\.js"><\/script>/);
  assert.match(snippet, /title="Tea &amp; biscuits"/);
  assert.match(snippet, /<code>print\(1 &lt; 2\)<\/code>/);
  const [download] = await Promise.all([page.tab.waitForEvent("download"), dialog.getByRole("button", { name: "Program", exact: true }).click()]);
  assert.equal(download.suggestedFilename(), "tea-biscuits.py");
  await page.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await page.tab.goto("about:blank");
  await page.tab.goto(address);
  await page.shows(page.tab.locator("header .title h2"), "Tea & biscuits");
});

test("what ran is shared with its step and its trace", { skip: process.env.FAKE_ENGINE && "it records nothing" }, async (t) => {
  const page = await open(t);
  const view = new LoopView(page);
  await page.write(TWO_TASKS);
  await view.choose("Virtual clock");
  await page.run();
  await page.ending.waitFor({ state: "attached" });
  const step = await view.step();
  await page.tab.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.tab.getByRole("dialog");
  const snippet = await dialog.locator("#share-snippet").textContent();
  assert.match(snippet, new RegExp(`<asyncio101-run trace="one-thread.trace" step="${step}" steps="(\\d+,)*${step}(,\\d+)*" stills="(one-thread-\\d+.svg, )*one-thread-${step}.svg(, one-thread-\\d+.svg)*" lang="en" height="420">`));
  assert.match(snippet, new RegExp(`<img src="one-thread-${step}.svg" width="\\d+" height="\\d+" alt="[^"]{10,}">`));
  // Each file that the lines name can be saved, under that name.
  const named = [...snippet.matchAll(/one-thread-\d+\.svg/g)].map(([name]) => name);
  assert.deepEqual(await dialog.locator(".beside button").allTextContents(), ["one-thread.trace", ...new Set(named)]);
  const [still] = await Promise.all([page.tab.waitForEvent("download"), dialog.getByRole("button", { name: named[0] }).click()]);
  assert.equal(still.suggestedFilename(), named[0]);
  assert.equal(await dialog.locator(".clock").count(), 0, "on the virtual clock it does the same each time");
  await dialog.getByLabel("Next goes through the steps that matter").uncheck();
  await page.shows(dialog.locator("#share-snippet"), `trace="one-thread.trace" step="${step}" lang="en" height="420"`);
  const [download] = await Promise.all([page.tab.waitForEvent("download"), dialog.getByRole("button", { name: "Trace", exact: true }).click()]);
  assert.equal(download.suggestedFilename(), "one-thread.trace");
  const save = async (name, file) => {
    const [picture] = await Promise.all([page.tab.waitForEvent("download"), dialog.getByRole("button", { name }).click()]);
    assert.equal(picture.suggestedFilename(), file);
    return readFile(await picture.path());
  };
  const svg = String(await save("Picture of this step, SVG", `one-thread-${step}.svg`));
  assert.match(svg, /^<svg[^>]*role="img"/);
  assert.match(svg, /<title[^>]*>[^<]{10,}<\/title>/);
  assert.ok(svg.includes("asyncio"), "the program is in it");
  const whole = String(await save("Picture of the whole run, SVG", "one-thread.svg"));
  assert.match(whole, /<title[^>]*>The whole run: [^<]+<\/title>/);
  // A PNG has twice as many dots, and more than one colour.
  for (const [name, file, of] of [["Picture of this step, PNG", `one-thread-${step}.png`, svg], ["Picture of the whole run, PNG", "one-thread.png", whole]]) {
    const png = await save(name, file);
    assert.equal(png.subarray(1, 4).toString(), "PNG");
    const [, width, height] = of.match(/width="(\d+)" height="(\d+)"/);
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [2 * width, 2 * height], name);
    const colours = await page.tab.evaluate(async (bytes) => {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: "image/png" }));
      const context = Object.assign(document.createElement("canvas"), { width: bitmap.width, height: bitmap.height }).getContext("2d");
      context.drawImage(bitmap, 0, 0);
      return new Set(new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer)).size;
    }, [...png]);
    assert.ok(colours > 10, `${name} has ${colours} colours`);
  }
});

test("Share says that a run on the real clock is another each time", { skip: process.env.FAKE_ENGINE && "it records nothing" }, async (t) => {
  const page = await open(t);
  await page.write(TWO_TASKS);
  await page.run();
  await page.ending.waitFor({ state: "attached" });
  await page.tab.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.tab.getByRole("dialog");
  await dialog.locator(".clock", { hasText: "runs the program anew, with other times" }).waitFor();
  assert.match(await dialog.locator("#share-snippet").textContent(), / clock="real"/);
});

test("on paper there are the program, what it printed and a picture of its run", { skip: process.env.FAKE_ENGINE && "it records nothing" }, async (t) => {
  const page = await open(t);
  await page.write(TWO_TASKS);
  await page.run();
  await page.ending.waitFor({ state: "attached" });
  assert.equal(await page.tab.locator(".paper").count(), 0);
  await page.tab.emulateMedia({ media: "print" });
  await page.tab.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const paper = page.tab.locator(".paper");
  assert.equal(await paper.count(), 1, "it is there before the browser lays out the paper");
  assert.equal(await page.tab.locator("#page > :visible").count(), 1, "and nothing else is");
  assert.equal((await paper.locator(".program li").allTextContents()).join("\n"), TWO_TASKS.trimEnd());
  assert.match(await paper.locator("pre").textContent(), /end 0\.2/);
  assert.match(await paper.locator("svg title").textContent(), /^The whole run: 3 tasks/);
  await page.tab.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await paper.count(), 0);
});

test("where there is no clipboard, what is to be copied is selected", async (t) => {
  const page = await open(t, { engine: "fake", init: () => Object.defineProperty(navigator, "clipboard", { value: undefined }) });
  await page.loaded();
  await page.tab.getByRole("button", { name: "Share", exact: true }).click();
  const dialog = page.tab.getByRole("dialog");
  await dialog.getByRole("button", { name: "Copy" }).first().click();
  await page.until(() => getSelection().toString().includes("#v1."));
  assert.equal(await page.tab.evaluate(() => getSelection().toString()), await dialog.locator("#share-address").textContent());
});

test("a program of one's own is begun, kept under its title, and changed in two tabs at once without loss", async (t) => {
  const page = await open(t, { engine: "fake" });
  await page.loaded();
  await page.tab.getByRole("button", { name: "New program" }).click();
  await page.until(() => location.hash.startsWith("#own="));
  await page.shows(page.tab.locator("header .title h2"), "Untitled");
  await page.editor.click();
  await page.tab.keyboard.type("print('one')");
  await page.tab.getByRole("button", { name: "Share", exact: true }).click();
  await page.tab.getByLabel("What it is called").fill("Mine");
  await page.press("Escape");
  await page.tab.locator(".examples a[aria-current]", { hasText: "Mine" }).waitFor();
  const other = await page.tab.context().newPage();
  await other.goto(page.tab.url());
  await other.locator(".cm-content", { hasText: "print('one')" }).waitFor();
  await other.locator(".cm-content").click();
  await other.keyboard.press("ControlOrMeta+End");
  await other.keyboard.type(" # two");
  await page.tab.locator(".cm-content", { hasText: "print('one') # two" }).waitFor();
  await page.editor.click();
  await page.press("ControlOrMeta+End");
  await page.tab.keyboard.type(" three");
  await other.locator(".cm-content", { hasText: "# two three" }).waitFor();
  await page.tab.reload();
  await page.tab.locator(".cm-content", { hasText: "print('one') # two three" }).waitFor();
});

test("a file with a program becomes one's own", async (t) => {
  const page = await open(t, { engine: "fake" });
  await page.loaded();
  const file = { name: "tea.py", mimeType: "text/x-python", buffer: Buffer.from("print('tea')\n") };
  await page.tab.locator("label.choose input").setInputFiles(file);
  await page.shows(page.tab.locator("header .title h2"), "tea");
  await page.shows(page.editor, "print('tea')");
});

test("a skip leads a keyboard past the examples", async (t) => {
  const page = await open(t, { engine: "fake" });
  await page.loaded();
  await page.press("Tab");
  await page.focused(".skip");
  await page.press("Enter");
  await page.focused("python-editor");
});

for (const [width, height] of [[800, 450], [600, 400], [390, 700]]) {
  test(`in a frame of ${width} by ${height} each pane can be used, and nothing lies over anything`, async (t) => {
    const page = await open(t, { engine: "fake", viewport: { width, height } });
    await page.loaded();
    await page.tab.locator("label.choose input").setInputFiles(new URL("traces/two_tasks.trace", import.meta.url).pathname);
    for (const pane of ["code", "console", "loop"]) {
      await page.tab.locator(`.panes [data-for=${pane}]`).click();
      const shown = page.tab.locator(`.pane.${pane}`);
      await shown.waitFor();
      const [box, footer] = await Promise.all([shown.boundingBox(), page.tab.locator("footer").boundingBox()]);
      assert.ok(box.y >= 0 && box.y + box.height <= footer.y + 1 && footer.y + footer.height <= height + 1, JSON.stringify([pane, box, footer]));
      const visible = await page.tab.locator("main > .pane:visible").count();
      assert.equal(visible, 1, pane);
      // Each part of the pane lies within it, or in something that scrolls.
      const spilled = await shown.evaluate((pane) => {
        const { bottom, right } = pane.getBoundingClientRect();
        return [...pane.children].filter((part) => part.getBoundingClientRect().bottom > bottom + 1 || part.getBoundingClientRect().right > right + 1).map((part) => part.className);
      });
      assert.deepEqual(spilled, [], pane);
    }
    const room = await page.tab.locator(".loop .scroll").boundingBox();
    assert.ok(room.height >= 110, `the panels have ${room.height} pixels`);
  });
}

for (const locale of ["en", "tr"]) {
  test(`Share and More have no violation that axe can find: ${locale}`, async (t) => {
    const page = await open(t, { engine: "fake", locale, reducedMotion: "reduce" });
    await page.loaded();
    await page.tab.evaluate(axe);
    const violations = async () => {
      const { violations } = await page.tab.evaluate(() => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`));
    };
    await page.tab.locator(".more-choices summary").click();
    assert.deepEqual(await violations(), [], "More");
    await page.tab.locator(".code .head button").first().click();
    await page.tab.locator("dialog.share[open]").waitFor();
    assert.deepEqual(await violations(), [], "Share");
  });
}
