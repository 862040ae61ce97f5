// The built deck in a browser that reaches nothing but the deck's folder.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { SITE, launch, visit } from "../../www/deck/browser.js";
import { LANGUAGES, PROGRAMS, slides } from "./support.mjs";

const { DIST } = process.env;
const axe = await readFile(createRequire(new URL("../../www/deck/browser.js", import.meta.url)).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();
after(() => browser.close());

/** Opens a deck, and sees to it that nothing is asked for that is not there, and nothing goes wrong. */
async function open(t, { file = "index.html", query = "", ...options } = {}) {
  const missing = [];
  const context = await visit(browser, DIST, { missing, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  t.after(async () => {
    await context.close();
    assert.deepEqual(complaints, []);
    assert.deepEqual(missing, []);
  });
  await page.goto(`${SITE}deck/${file}${query}`);
  if (options.javaScriptEnabled !== false) await page.locator(".reveal.ready").waitFor({ state: "attached" });
  await page.evaluate(() => document.fonts.ready);
  return page;
}

/** Goes to each slide, and asks there. */
async function eachSlide(page, ask) {
  const ids = await page.locator(".slides > section").evaluateAll((sections) => sections.map(({ id }) => id));
  for (const [index, id] of ids.entries()) {
    await page.evaluate((index) => globalThis.Reveal.slide(index), index);
    await page.locator(`section.present#${id}`).waitFor();
    await ask(id);
  }
  return ids;
}

for (const { tag, file } of LANGUAGES) {
  test(`${tag}: every slide keeps within its 1280 by 720, and is large enough to be read`, async (t) => {
    const page = await open(t, { file });
    const ids = await eachSlide(page, async (id) => {
      const faults = await page.evaluate(() => {
        const slide = document.querySelector("section.present");
        const faults = [];
        const box = slide.getBoundingClientRect();
        const visible = (element) => element.checkVisibility() && !element.closest(".notes, asyncio101-run:defined");
        for (const element of slide.querySelectorAll("*")) {
          if (!visible(element) || element.closest("defs")) continue;
          const { left, right, top, bottom, width } = element.getBoundingClientRect();
          const name = `${element.localName}.${element.getAttribute("class") ?? ""} “${element.textContent.trim().slice(0, 30)}”`;
          if (width && (left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1)) {
            faults.push(`${name} leaves the slide`);
          }
          if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth && !(element instanceof SVGElement)) {
            faults.push(`${name} is too wide for itself`);
          }
          const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
          if (!own) continue;
          const svg = element instanceof SVGElement && element.ownerSVGElement;
          const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
          const size = parseFloat(getComputedStyle(element).fontSize) * scale;
          const least = element.closest("pre, code, .code") ? 16 : 20;
          if (size < least - 0.05) faults.push(`${name} has ${size.toFixed(1)} px`);
        }
        return faults;
      });
      assert.deepEqual(faults, [], id);
    });
    assert.equal(ids.length, (await slides(tag)).length);
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`${tag}, ${colorScheme}: axe finds nothing`, async (t) => {
      const page = await open(t, { file, colorScheme });
      await page.evaluate(axe);
      await eachSlide(page, async (id) => {
        const { violations } = await page.evaluate(() =>
          axe.run("section.present", { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
        const told = violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
        assert.deepEqual(told, [], id);
      });
    });
  }

  test(`${tag}: the page says its language, and every link leads somewhere`, async (t) => {
    const page = await open(t, { file });
    assert.equal(await page.locator("html").getAttribute("lang"), tag);
    const links = await page.locator(".slides a").evaluateAll((links) => links.map(({ href }) => href));
    for (const href of links) {
      if (!href.startsWith(SITE)) assert.match(href, /^https:\/\/(peps|docs)\.python\.org\//);
      else assert.equal((await page.evaluate(async (href) => (await fetch(href)).status, href)), 200, href);
    }
    assert.ok(links.length > 3);
  });

  test(`${tag}: without JavaScript it is one long page, with every program`, async (t) => {
    const page = await open(t, { file, javaScriptEnabled: false });
    const shown = await page.locator(".slides > section h1, .slides > section h2").count();
    assert.equal(shown, (await slides(tag)).length);
    for (const heading of await page.locator(".slides h2").all()) assert.ok(await heading.isVisible());
    for (const program of await page.locator("asyncio101-run pre").all()) assert.ok(await program.isVisible());
  });
}

test("the typefaces are the deck's own", async (t) => {
  const page = await open(t);
  const loaded = await page.evaluate(() => Array.from(document.fonts).filter(({ status }) => status === "loaded").map(({ family }) => family));
  for (const family of ["Instrument Sans", "JetBrains Mono"]) assert.ok(loaded.some((name) => name.includes(family)), family);
});

test("the arrows go through the slides, and T changes the theme", async (t) => {
  const page = await open(t, { colorScheme: "light" });
  await page.keyboard.press("ArrowRight");
  await page.locator("section.present#pep-3156").waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.locator("section.present#title").waitFor();
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.keyboard.press("t");
  assert.notEqual(await ground(), light);
});

test("the other language opens at the same slide", async (t) => {
  const page = await open(t);
  await page.locator("#title a[hreflang]").click();
  await page.locator('html[lang="tr"] section.present#title').waitFor();
});

test("printed, there is a page for each step, with its still and what is said of it", async (t) => {
  const page = await open(t, { query: "?print-pdf" });
  await page.locator("html[data-printable]").waitFor({ state: "attached" });
  const written = await slides("en");
  const further = PROGRAMS.reduce((sum, { steps }) => sum + steps.length - 1, 0);
  assert.equal(await page.locator(".pdf-page").count(), written.length + further);
  const shown = await page.locator(".pdf-page:has(#step)").evaluateAll((pages) => pages.map((page) => {
    const visible = (selector) => [...page.querySelectorAll(selector)].filter((element) => element.checkVisibility());
    return { stills: visible(".asyncio101-stills img").map(({ src }) => src), said: visible(".marked li").map((caption) => caption.textContent) };
  }));
  const captions = [...written.find(({ html }) => html.includes('id="step"')).html.matchAll(/<li data-lines[^>]*>(.*?)<\/li>/g)];
  assert.deepEqual(shown.map(({ said }) => said), captions.map(([, caption]) => [caption.replace(/<[^>]+>/g, "")]));
  assert.equal(new Set(shown.map(({ stills: [still, ...none] }) => (assert.deepEqual(none, []), still))).size, captions.length);
  // Every picture is wholly on its page, in all slides.
  const cut = await page.evaluate(async () => {
    const pictures = [...document.querySelectorAll(".pdf-page .asyncio101-stills img")].filter((image) => image.checkVisibility());
    await Promise.all(pictures.map((image) => ((image.loading = "eager"), image.decode())));
    const ends = (image) => image.getBoundingClientRect().bottom - image.closest(".pdf-page").getBoundingClientRect().bottom;
    const narrow = (image) => image.getBoundingClientRect().height < 200;
    return [pictures.length, pictures.filter((image) => ends(image) > -10 || narrow(image)).map(({ src }) => src)];
  });
  assert.deepEqual(cut, [further + PROGRAMS.length, []]);
});
