// An embed in a deck of reveal.js 5.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { everywhere } from "./everywhere.js";
import { BREAKFAST, engineFiles, here, open as openHost, recorded, times, work } from "./support.js";

const open = (t, { deck = "index.html", ...options } = {}) =>
  openHost(t, { folders: [join(here, "reveal"), recorded, join(here, "node_modules")], path: deck, ...options });

/** A deck with what `asyncio101 embed` writes, as it is, under the heading of a slide. */
const pasted = join(work, "pasted");
mkdirSync(pasted);
cpSync(join(recorded, "breakfast.py"), join(pasted, "breakfast.py"));
execFileSync(process.env.ASYNCIO101, ["embed", "breakfast.py", "--steps", "24,30,toast is ready,tea is ready", "--base", "https://example.org/asyncio101"], { cwd: pasted });
const snippet = readFileSync(join(pasted, "breakfast.html"), "utf8").replace("<asyncio101-run", '$& id="breakfast"');
writeFileSync(join(pasted, "pasted.html"), readFileSync(join(here, "reveal/pasted.html"), "utf8").replace(/<!-- .* -->/, () => snippet));

const openPasted = (t, options) => openHost(t, { folders: [pasted, join(here, "reveal"), join(here, "node_modules")], path: "pasted.html", ...options });

/** Waits until the deck stands at a slide, and so many fragments of it are to be seen. */
const standsAt = (tab, slide, fragment) => tab.waitForFunction(([slide, fragment]) => {
  const { indexh, indexf } = (globalThis.deck ?? globalThis.Reveal).getState();
  return indexh === slide && (fragment === undefined || indexf === fragment);
}, [slide, fragment]);

/** Waits until reveal.js and the plugin have begun. */
const begun = (tab) => tab.waitForFunction(() => (globalThis.deck ?? globalThis.Reveal)?.isReady?.() && (globalThis.deck ?? globalThis.Reveal).hasPlugin("asyncio101"));

const toEmbed = async (tab) => {
  await begun(tab);
  await tab.keyboard.press("ArrowRight");
  await standsAt(tab, 1);
};

everywhere("reveal.js", open, { reach: toEmbed });

test("Next goes through the steps and then to the next slide, Previous back again", async (t) => {
  const { tab, embed } = await open(t, { engine: false });
  await toEmbed(tab);
  await embed().standsAt(24);
  for (const step of [30, 47]) {
    await tab.keyboard.press("PageDown");
    await embed().standsAt(step);
    await standsAt(tab, 1);
  }
  await tab.keyboard.press("PageDown");
  await standsAt(tab, 2);
  await tab.keyboard.press("PageUp");
  await standsAt(tab, 1);
  await embed().standsAt(47);
  for (const step of [30, 24]) {
    await tab.keyboard.press("PageUp");
    await embed().standsAt(step);
    await standsAt(tab, 1);
  }
  await tab.keyboard.press("PageUp");
  await standsAt(tab, 0);
});

test("the deck's keys go on working after a click into the player", async (t) => {
  const { tab, embed } = await open(t, { engine: false });
  await toEmbed(tab);
  await embed().standsAt(24);
  await embed().press(embed().code);
  await tab.waitForFunction(() => document.activeElement.localName === "iframe");
  await tab.keyboard.press("ArrowRight");
  await embed().standsAt(30);
  await tab.keyboard.press("ArrowRight");
  await embed().standsAt(47);
  await tab.keyboard.press("ArrowRight");
  await standsAt(tab, 2);
});

test("who steps inside the player takes the deck along", async (t) => {
  const { tab, embed } = await open(t, { engine: false });
  await toEmbed(tab);
  await embed().standsAt(24);
  await embed().press(embed().forward);
  await embed().standsAt(30);
  await standsAt(tab, 1, 0);
  await tab.evaluate(() => globalThis.Reveal.next());
  await embed().standsAt(47);
  await standsAt(tab, 1, 1);
  await tab.evaluate(() => globalThis.Reveal.prev());
  await embed().standsAt(30);
});

test("Next goes on through the steps of a program that was run", async (t) => {
  const { tab, embed } = await open(t);
  await toEmbed(tab);
  await embed().standsAt(24);
  assert.deepEqual((await embed().ran()).lines, BREAKFAST);
  await embed().standsAt(24);
  for (const [step, fragment] of [[30, 0], [47, 1]]) {
    await tab.evaluate(() => globalThis.Reveal.next());
    await embed().standsAt(step);
    await standsAt(tab, 1, fragment);
  }
  await embed().frame.getByText("make('toast') goes on").first().waitFor();
});

test("Next faster than the player answers loses no step", async (t) => {
  const { tab, embed } = await open(t, { engine: false });
  await begun(tab);
  await tab.evaluate(() => [1, 2, 3].forEach(() => globalThis.Reveal.next()));
  await standsAt(tab, 1, 1);
  await embed().standsAt(47);
  await tab.evaluate(() => [1, 2].forEach(() => globalThis.Reveal.prev()));
  await embed().standsAt(24);
  await standsAt(tab, 1, -1);
});

test("an address with a fragment opens at its step", async (t) => {
  const { tab, embed } = await open(t, { engine: false, deck: "index.html#/1/0/0" });
  await begun(tab);
  await embed().standsAt(30);
});

test("a deck that imports reveal.js and writes its slides in Markdown names the plugin itself", async (t) => {
  const { tab, embed } = await open(t, { engine: false, deck: "modules.html" });
  await begun(tab);
  await embed().standsAt(24);
  // No row of the highlighter's is lost, and the element's own step comes before those of Next.
  assert.match(await embed().ask((element) => element.querySelector("pre").textContent), /\n {4}await asyncio\.sleep\(seconds\)\n/);
  for (const step of [30, 47]) {
    await tab.keyboard.press("ArrowRight");
    await embed().standsAt(step);
  }
  await tab.keyboard.press("ArrowRight");
  await standsAt(tab, 1);
});

test("in Markdown, too, an embed without a height has what is left", async (t) => {
  const { tab, embed } = await open(t, { engine: false, deck: "modules.html", change: (text) => text.replace(' height="450"', "") });
  await begun(tab);
  await embed().standsAt(24);
  await embed().until((element) => element.offsetHeight === Number(element.getAttribute("height")));
  const [height, whole] = await embed().ask((element) => [element.offsetHeight, element.closest("section").scrollHeight]);
  assert.ok(height > 480 && whole <= 700, `${height} of ${whole}`);
});

test("printed, there is a page with a picture for each step, and no frame", async (t) => {
  const { tab, place } = await open(t, { engine: false, deck: "index.html?print-pdf" });
  await begun(tab);
  await tab.locator(".pdf-page").nth(6).waitFor({ state: "attached" });
  const pages = await tab.locator(".pdf-page").evaluateAll((pages) => pages.map((page) =>
    [...page.querySelectorAll("img")].filter((image) => image.getClientRects().length && image.naturalWidth)
      .map((image) => image.getAttribute("src"))));
  assert.deepEqual(pages, [[], ["breakfast-24.svg"], ["breakfast-30.svg"], ["breakfast-47.svg"], [], [], ["greeting.svg"]]);
  assert.equal(await tab.locator("iframe").count(), 0);
  assert.equal(times(place, "player.html"), 0);
  await tab.pdf({ path: join(recorded, "deck.pdf"), preferCSSPageSize: true });
});

test("as pasted, an embed is as high as its heading leaves room, and stays so when it runs", async (t) => {
  const { tab, embed } = await openPasted(t);
  await toEmbed(tab);
  await embed().drawn();
  const look = () => embed().ask((element) => {
    const [slide, slides] = [element.closest("section"), document.querySelector(".slides")];
    const [heading, box, whole] = [slide.querySelector("h2"), element, slides].map((it) => it.getBoundingClientRect());
    return {
      isBelow: heading.bottom <= box.top, isWithin: box.bottom <= whole.bottom + 1, scrolls: slide.scrollHeight > slides.offsetHeight,
      height: element.offsetHeight, asked: Number(element.getAttribute("height")),
    };
  });
  const before = await look();
  assert.deepEqual({ ...before, height: 0, asked: 0 }, { isBelow: true, isWithin: true, scrolls: false, height: 0, asked: 0 });
  // The slide is 700 high, with 20 above and below, and the heading has its own margin.
  assert.ok(before.height > 480 && before.height < 620 && before.height === before.asked, `${before.height}`);
  assert.equal(await embed().element.locator("iframe").count(), 1);
  assert.ok(!(await embed().element.locator("iframe").getAttribute("src")).includes("height=auto"));
  assert.deepEqual((await embed().ran()).lines, BREAKFAST);
  assert.deepEqual(await look(), before);
});

test("on a slide that is full an embed is not lower than 240, and beside others it is as high as they leave", async (t) => {
  const { tab, embed } = await openPasted(t, { engine: false, change: (text) => text.replace("<h2>Who", '<h2 style="margin-bottom: 600px">Who') });
  await toEmbed(tab);
  await embed().drawn();
  assert.equal(await embed().ask((element) => element.offsetHeight), 240);
  // A column beside it takes nothing from it.
  const height = await embed().ask((element) => {
    const [row, column] = [document.createElement("div"), document.createElement("div")];
    row.style.cssText = "display: grid; grid-template-columns: 1fr 3fr";
    column.style.height = "400px";
    element.closest("section").querySelector("h2").style.margin = "0 0 20px";
    element.closest("div").replaceWith(row);
    row.append(column, element);
    globalThis.Reveal.slide(0);
    globalThis.Reveal.slide(1);
    return element.offsetHeight;
  });
  assert.ok(height > 480, `${height}`);
});

test("as pasted and printed, each step is a page with its picture under the heading", async (t) => {
  const { tab } = await openPasted(t, { engine: false, path: "pasted.html?print-pdf" });
  await begun(tab);
  await tab.locator(".pdf-page").nth(5).waitFor({ state: "attached" });
  const pages = await tab.locator(".pdf-page").evaluateAll((pages) => pages.map((page) => {
    const { top, bottom } = page.getBoundingClientRect();
    const isWhole = (element) => {
      const box = element.getBoundingClientRect();
      return box.height > 20 && box.top >= top - 1 && box.bottom <= bottom + 1;
    };
    const pictures = [...page.querySelectorAll("img")].filter((image) => image.getClientRects().length && image.naturalWidth);
    return [page.querySelector("h2").textContent, isWhole(page.querySelector("h2")), pictures.length, pictures.every(isWhole)];
  }));
  const step = ["Who is ready first?", true, 1, true];
  assert.deepEqual(pages, [["Breakfast", true, 0, true], step, step, step, step, ["Enjoy", true, 0, true]]);
  const pdf = await tab.pdf({ preferCSSPageSize: true });
  assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 6);
});

test("a place without CORS headers serves the classic script, and Next goes through the steps", async (t) => {
  const { tab, embed } = await open(t, {
    cors: false, engine: false,
    change: (text) => text.replace('type="module"', "defer").replace("asyncio101-reveal.js", "asyncio101-reveal.classic.js"),
  });
  await toEmbed(tab);
  for (const step of [24, 30, 47]) {
    await embed().standsAt(step);
    await standsAt(tab, 1);
    await tab.keyboard.press("PageDown");
  }
  await standsAt(tab, 2);
});

test("the classic scripts of the element and of the plugin get along", async (t) => {
  const { tab, embed } = await open(t, {
    cors: false, engine: false,
    change: (text) => text.replace(/<script type="module" src="(.*)asyncio101-reveal.js">/, '<script defer src="$1asyncio101.classic.js"></script><script defer src="$1asyncio101-reveal.classic.js">'),
  });
  await toEmbed(tab);
  await embed().standsAt(24);
  await tab.keyboard.press("PageDown");
  await embed().standsAt(30);
});

test("an embed is as light as its slide", async (t) => {
  const { tab, embed } = await open(t, {
    engine: false, colorScheme: "dark",
    change: (text) => text.replace("<section>\n          <asyncio101-run id=\"greeting\"", '<section data-background-color="#123"><asyncio101-run id="greeting"'),
  });
  await toEmbed(tab);
  await embed().standsAt(24);
  await embed().frame.locator(":root[data-theme=light]").waitFor();
  await tab.evaluate(() => globalThis.Reveal.slide(3));
  await embed("greeting").drawn();
  await embed("greeting").frame.locator(":root[data-theme=dark]").waitFor();
});

test("in the speaker's window nothing runs, and pictures follow the steps", async (t) => {
  const { tab, context, place, embed } = await open(t, { engine: false });
  await toEmbed(tab);
  await embed().standsAt(24);
  const loaded = times(place, "player.html");
  const [speaker] = await Promise.all([context.waitForEvent("page"), tab.keyboard.press("s")]);
  const current = speaker.frameLocator("#current-slide iframe");
  const picture = (name) => current.locator(`img[src="${name}.svg"]`);
  await picture("breakfast-24").waitFor();
  await tab.keyboard.press("PageDown");
  await picture("breakfast-30").waitFor();
  await embed().standsAt(30);
  assert.equal(await current.locator("asyncio101-run iframe").count(), 0);
  assert.equal(times(place, "player.html"), loaded);
  assert.deepEqual(engineFiles(place), []);
});
