// An embed in a page of plain HTML.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { everywhere } from "./everywhere.js";
import { BREAKFAST, engineFiles, here, open as openHost, recorded, standing, times } from "./support.js";

const open = (t, options) => openHost(t, { folders: [join(here, "plain"), recorded], ...options });

/** The policy that docs/embedding.md names. */
const STRICT = "default-src 'none'; script-src PLACE; frame-src PLACE; connect-src 'self'; img-src 'self'; style-src 'self'; "
  + "base-uri 'none'; require-trusted-types-for 'script'";

everywhere("plain HTML", open);

test("the page works under a strict Content-Security-Policy", async (t) => {
  const { embed } = await open(t, { policy: STRICT });
  await embed().standsAt(24);
  assert.deepEqual((await embed().ran()).lines, BREAKFAST);
});

test("a place without CORS headers serves the classic script", async (t) => {
  const { embed } = await open(t, {
    cors: false, engine: false,
    change: (text) => text.replace('type="module"', "defer").replace("asyncio101.js", "asyncio101.classic.js"),
  });
  await embed().standsAt(24);
});

test("what is far away is not loaded until the reader comes near", async (t) => {
  const { tab, place, embed } = await open(t, { engine: false });
  await embed().drawn();
  assert.equal(times(place, "player.html"), 1);
  assert.equal(await embed("greeting").element.locator("iframe").count(), 0);
  await tab.locator("#end").scrollIntoViewIfNeeded();
  await embed("greeting").drawn();
  assert.equal(times(place, "player.html"), 2);
  // The program is the text of the page, without the indentation it has there.
  assert.match(await embed("greeting").code.textContent(), /^1?import asyncio/);
});

test("two embeds run their programs in one engine", async (t) => {
  const { tab, place, embed } = await open(t);
  await embed().drawn();
  assert.deepEqual((await embed().ran()).lines, BREAKFAST);
  await tab.locator("#end").scrollIntoViewIfNeeded();
  await embed("greeting").drawn();
  assert.deepEqual((await embed("greeting").ran()).lines, ["Hello, Ada!"]);
  assert.equal(times(place, "engine/worker.js"), 1);
});

test("what stands between the tags is there until the player has drawn, and nothing moves then", async (t) => {
  let go;
  const held = new Promise((resolve) => (go = resolve));
  const { tab, embed } = await open(t, { engine: false, ready: (tab) => tab.route("**/app/player_bg.wasm", async (route) => (await held, route.continue())) });
  await embed().element.locator("iframe").waitFor({ state: "attached" });
  assert.ok(await embed().element.locator("pre").isVisible());
  const top = () => tab.locator("#after").evaluate((element) => element.getBoundingClientRect().top);
  const before = await top();
  go();
  await embed().drawn();
  assert.equal(await embed().element.locator("pre").isVisible(), false);
  assert.equal(await top(), before);
});

test("on paper, what has not been scrolled to is the program and its picture, all of it", async (t) => {
  // The first is under way for good; of the others nobody has come near.
  const { tab, embed } = await open(t, { engine: false, ready: (tab) => tab.route("**/app/player_bg.wasm", () => new Promise(() => {})) });
  await embed().element.locator("iframe").waitFor({ state: "attached" });
  await tab.emulateMedia({ media: "print" });
  const room = await embed().ask((element) => {
    const [box, still] = [element, element.querySelector("img")].map((part) => part.getBoundingClientRect());
    return { bottom: box.bottom, of: still.bottom, height: still.height };
  });
  assert.ok(room.height > 0 && room.of <= room.bottom + 1, JSON.stringify(room));
  const far = embed("greeting").element;
  assert.equal(await far.locator("iframe").count(), 0);
  assert.ok(await far.locator("pre").isVisible());
});

test("off-line, the program and its picture stay, with a line that says why", async (t) => {
  const { tab, embed } = await open(t, { errors: true, ready: (tab) => tab.clock.install().then(() => tab.route("**/player.html*", (route) => route.abort())) });
  await embed().element.locator("iframe").waitFor({ state: "attached" });
  await tab.clock.fastForward(31_000);
  await embed().until((element) => element.shadowRoot.querySelector(".failed"));
  assert.ok(await embed().element.locator("pre").isVisible());
  assert.ok(await embed().element.locator("img").isVisible());
  assert.match(await embed().ask((element) => element.shadowRoot.querySelector("p").textContent), /^The live view could not be loaded from 127\.0\.0\.1:\d+$/);
  assert.equal(await embed().ask((element) => element.next()), false);
});

test("a trace that is not there is named", async (t) => {
  const { embed } = await open(t, { errors: true, engine: false, change: (text) => text.replace('trace="breakfast.trace"', 'trace="lunch.trace"') });
  await embed().until((element) => element.shadowRoot.querySelector(".failed"));
  assert.equal(await embed().ask((element) => element.shadowRoot.querySelector("p").textContent), "This could not be loaded: /lunch.trace 404");
  assert.ok(await embed().element.locator("pre").isVisible());
});

test("after everything has come, an embed steps and runs off-line", async (t) => {
  const { tab, context, embed } = await open(t);
  await embed().drawn();
  await embed().ran();
  await context.setOffline(true);
  assert.deepEqual((await embed().ran()).lines, BREAKFAST);
  await tab.locator("body").click({ position: { x: 1, y: 1 } });
});

test("Tab goes through an embed and out of it again, both ways", async (t) => {
  const { tab, embed } = await open(t, { engine: false });
  await embed().drawn();
  await tab.locator("#before").focus();
  const walk = async (key, end) => {
    let inside = 0;
    for (let presses = 0; presses < 60; presses++) {
      await tab.keyboard.press(key);
      const at = await tab.evaluate(() => document.activeElement.id || document.activeElement.localName);
      if (at === end) return inside;
      inside++;
    }
    throw new Error(`${key} never came to #${end}`);
  };
  assert.ok((await walk("Tab", "after")) > 2, "the embed has places for the focus");
  assert.ok((await walk("Shift+Tab", "before")) > 2, "and backwards");
});

test("keys that the player has no use for are keys of the page", async (t) => {
  const { tab, embed } = await open(t, { engine: false });
  await embed().drawn();
  await tab.evaluate(() => {
    globalThis.keys = [];
    document.addEventListener("keydown", (event) => globalThis.keys.push([event.key, event.keyCode, event.target.localName]));
  });
  await embed().press(embed().code);
  for (const key of ["ArrowRight", "n", "Escape"]) await tab.keyboard.press(key);
  await tab.waitForFunction(() => globalThis.keys.length === 3);
  assert.deepEqual(await tab.evaluate(() => globalThis.keys), [
    ["ArrowRight", 39, "asyncio101-run"], ["n", 78, "asyncio101-run"], ["Escape", 27, "asyncio101-run"],
  ]);
  await embed().standsAt(24);
});

for (const scale of [0.5, 1.5]) {
  test(`scaled by ${scale}, pointers hit what they point at`, async (t) => {
    const { tab, embed } = await open(t, { engine: false });
    await embed().drawn();
    await tab.evaluate((scale) => {
      document.body.style.transformOrigin = "0 0";
      document.body.style.transform = `scale(${scale})`;
    }, scale);
    await embed().press(embed().forward);
    await embed().standsAt(30);
    const box = await embed().element.boundingBox();
    assert.equal(Math.round(box.height), 420 * scale);
    const frame = await embed().element.locator("iframe").boundingBox();
    assert.deepEqual(frame, box);
  });
}

test("on a phone nothing is wider than the window", async (t) => {
  const { tab, embed } = await open(t, { engine: false, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await embed().drawn();
  assert.ok((await tab.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  assert.ok(await embed().frame.locator(":root").evaluate((root) => root.scrollWidth <= innerWidth + 1), "nor inside");
  await embed().forward.tap();
  await embed().standsAt(30);
});

test("where the system is dark, so is the embed; a page may say so itself", async (t) => {
  const brightness = async (embed) => {
    const color = await embed.frame.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
    const [r, g, b] = color.match(/[\d.]+/g).map(Number);
    return r + g + b;
  };
  const { tab, embed } = await open(t, { engine: false, colorScheme: "dark" });
  await embed().drawn();
  assert.ok((await brightness(embed())) < 200, "dark");
  await embed().ask((element) => element.setAttribute("theme", "light"));
  await embed().frame.locator(":root[data-theme=light]").waitFor();
  assert.ok((await brightness(embed())) > 600, "light");
  await tab.close();
});

/** The page with a ground of its own, which changes with the class of its body. */
const onGround = (name) => ({ engine: false, change: (text) => text.replace("<body>", `<body class="${name}">`) });

test("on a light page the embed is light though the system is dark, and it follows the page", async (t) => {
  const { tab, embed } = await open(t, { ...onGround("white"), colorScheme: "dark" });
  await embed().drawn();
  const is = (theme) => embed().frame.locator(`:root[data-theme=${theme}]`).waitFor();
  await is("light");
  for (const [name, theme] of [["dusk", "dark"], ["white", "light"], ["night", "dark"], ["", "auto"], ["slow", "dark"], ["as-the-system", "dark"]]) {
    await tab.evaluate((name) => (document.body.className = name), name);
    await is(theme);
  }
  await tab.emulateMedia({ colorScheme: "light" });
  await is("light");
  // What is nearer counts, and what the element says itself counts more.
  await embed().ask((element) => {
    const card = document.createElement("div");
    card.className = "night";
    element.replaceWith(card);
    card.append(element);
  });
  await embed().drawn();
  await is("dark");
  await embed().ask((element) => element.setAttribute("theme", "light"));
  await is("light");
  await embed().ask((element) => element.setAttribute("theme", "auto"));
  await is("dark");
});

test("an embed has an edge, and what follows keeps its distance", async (t) => {
  const { tab, embed } = await open(t, onGround("white"));
  await embed().drawn();
  const frame = await embed().element.locator("iframe").evaluate((frame) => {
    const { borderBottomWidth, borderRightWidth, borderBottomColor } = getComputedStyle(frame);
    return [borderBottomWidth, borderRightWidth, borderBottomColor === "rgba(0, 0, 0, 0)"];
  });
  assert.deepEqual(frame, ["1px", "1px", false]);
  await embed().ask((element) => element.style.setProperty("--asyncio101-edge", "0"));
  assert.equal(await embed().element.locator("iframe").evaluate((frame) => getComputedStyle(frame).borderTopWidth), "0px");
  const margin = await tab.locator("#breakfast").evaluate((element) => getComputedStyle(element).marginBottom);
  assert.equal(margin, "16px");
});

test("as high as its content, it is so with its edge", async (t) => {
  const { embed } = await open(t, { ...onGround("white"), change: (text) => text.replace('id="breakfast" trace="breakfast.trace" steps="24,30,47" height="420"', 'id="breakfast" trace="breakfast.trace" steps="24,30,47"') });
  await embed().standsAt(24);
  await embed().until((element) => element.offsetHeight === element.querySelector("iframe").offsetHeight && element.offsetHeight > 200);
  assert.ok(await embed().frame.locator(":root").evaluate((root) => root.scrollHeight <= innerHeight), "nothing of it is cut");
});

test("a height that comes later makes another player of it, which stands where the reader stood", async (t) => {
  const { embed } = await open(t, { engine: false, change: (text) => text.replace(' height="420" title', " title") });
  await embed().standsAt(24);
  await embed().ask((element) => element.seek(30));
  const again = embed().told("asyncio101-ready");
  await embed().ask((element) => element.setAttribute("height", "300"));
  await again;
  await embed().standsAt(30);
  assert.equal(await embed().ask((element) => element.offsetHeight), 300);
  await embed().frame.locator(":root[data-height=frame]").waitFor();
});

test("what is no step is named on the console", async (t) => {
  const warnings = [];
  const { embed } = await open(t, {
    engine: false, ready: (tab) => tab.on("console", (message) => message.type() === "warning" && warnings.push(message.text())),
    change: (text) => text.replace('steps="24,30,47"', 'step="toast is ready" steps="24, 30,x"'),
  });
  await embed().standsAt(24);
  await embed().ask((element) => {
    element.setAttribute("step", "end");
    element.setAttribute("step", " 30 ");
    element.step = 24;
    element.removeAttribute("step");
  });
  const said = warnings.filter((text) => text.includes("asyncio101-run"));
  assert.equal(said.length, 2, warnings.join("\n"));
  assert.match(said[0], /step="toast is ready"/);
  assert.match(said[1], /steps="24, 30,x"/);
});

test("a Turkish page has a Turkish embed", async (t) => {
  const { embed } = await open(t, { engine: false, change: (text) => text.replace('lang="en"', 'lang="tr-TR"').replace(' title="Breakfast"', "") });
  await embed().drawn();
  assert.equal(await embed().frame.locator(":root").getAttribute("lang"), "tr");
  assert.ok(await embed().frame.getByRole("button", { name: "Çalıştır" }).isVisible());
  assert.equal(await embed().element.locator("iframe").getAttribute("title"), "asyncio döngüsüyle Python programı");
});

test("with loading=click nothing is loaded before the reader asks, who then stands in it", async (t) => {
  const { tab, place, embed } = await open(t, { engine: false, change: (text) => text.replace('id="breakfast"', 'id="breakfast" loading="click"') });
  const button = tab.getByRole("button", { name: "Show it step by step" });
  await button.waitFor();
  assert.equal(times(place, "player.html"), 0);
  await button.focus();
  await tab.keyboard.press("Enter");
  await embed().standsAt(24);
  await tab.waitForFunction(() => document.activeElement?.localName === "iframe");
  assert.equal(await button.count(), 0);
});

test("without height it is as high as its content, and what is above stays where it is", async (t) => {
  const { tab, embed } = await open(t, { engine: false, change: (text) => text.replace(' height="420" title', " title") });
  await embed().drawn();
  await embed().until((element) => element.offsetHeight > 200 && element.querySelector("iframe").offsetHeight === element.offsetHeight);
  const tall = await embed().frame.locator(":root").evaluate((root) => root.scrollHeight - innerHeight);
  assert.ok(tall <= 1, `${tall} px more inside than outside`);
  assert.equal((await standing(tab)).y, 0);
});

test("an embed that is moved, or unloaded, finds its step again", async (t) => {
  const { tab, embed } = await open(t, { engine: false });
  await embed().standsAt(24);
  await embed().ask((element) => element.seek(30));
  let again = embed().told("asyncio101-ready");
  await tab.evaluate(() => document.body.append(document.querySelector("#breakfast")));
  await embed().element.scrollIntoViewIfNeeded();
  await again;
  await embed().standsAt(30);
  // As decks do that unload what is far away.
  again = embed().told("asyncio101-ready");
  await embed().ask((element) => element.querySelector("iframe").setAttribute("src", element.querySelector("iframe").src));
  await again;
  await embed().standsAt(30);
});

test("attributes that change make another player of it", async (t) => {
  const { embed } = await open(t, { engine: false });
  await embed().standsAt(24);
  await embed().ask((element) => {
    element.setAttribute("trace", "greeting.trace");
    element.setAttribute("steps", "10,20");
  });
  await embed().standsAt(10);
  assert.match(await embed().code.textContent(), /Ada/);
  await embed().ask((element) => (element.step = 20));
  await embed().standsAt(20);
});

test("messages that are none of the player's are not heard", async (t) => {
  const { tab, place, embed } = await open(t, { engine: false });
  await embed().standsAt(24);
  await tab.evaluate(() => postMessage({ source: "asyncio101", v: 1, type: "step", step: 7, of: 9 }, "*"));
  await tab.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  assert.equal(await embed().ask((element) => element.step), 24);
  assert.deepEqual(engineFiles(place), []);
});
