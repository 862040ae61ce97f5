// An embed in a deck of reveal.js 5.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { everywhere } from "./everywhere.js";
import { engineFiles, here, open as openHost, recorded, times } from "./support.js";

const open = (t, { deck = "index.html", ...options } = {}) =>
  openHost(t, { folders: [join(here, "reveal"), recorded, join(here, "node_modules")], path: deck, ...options });

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
