// @ts-check
/**
 * A plugin for reveal.js, version 5: the presenter's Next goes through the `steps` of an `<asyncio101-run>` before it goes
 * to the next slide, and Previous goes back through them.
 *
 *     <script type="module" src="…/asyncio101-reveal.js"></script>
 *
 * is all that a deck with `<script src="reveal.js">` needs; one that imports reveal.js puts the default export into
 * `plugins`. The element comes along. (`asyncio101-reveal.classic.js` is the same for a place that sends no CORS headers.)
 *
 * Each step is a fragment of the slide, so reveal.js does the counting: keys, remote controls, touch, addresses, the window
 * of the speaker and the pages of a printed deck all go through them without knowing. A fragment is a picture of its step
 * if the element has `stills`, and nothing to be seen otherwise.
 *
 * An embed without a `height` is as high as there is room on its slide, and no picture is higher.
 */

// The element may have been defined by another script already: nothing here asks for its class.
import "./asyncio101.js";

/** @typedef {import("./asyncio101.js").AsyncioRun} AsyncioRun */

/** However full a slide is, so much of it is an embed's, in its pixels. */
const LEAST = 240;

/** Of the pictures of an embed, the last that has been reached is to be seen. */
const STYLE = new CSSStyleSheet();
STYLE.replaceSync(`
  .reveal asyncio101-run { margin-block: 0 }
  .reveal .asyncio101-stills > * { display: none; margin: 0 auto; max-width: 100% }
  .reveal .asyncio101-stills > img:first-child, .reveal .asyncio101-stills > img.visible { display: block }
  .reveal .asyncio101-stills > img:has(~ img.visible) { display: none }
`);

/** Where the deck was opened. reveal.js has forgotten the fragment by now if the steps were not there yet. */
const ADDRESS = new URL(performance.getEntriesByType("navigation")[0]?.name ?? location.href).hash || location.hash;

/** Makes a plugin. */
export default function Asyncio101() {
  /** @type {any} */
  let deck;
  /** The embeds with steps. @type {Map<AsyncioRun, Stops>} */
  const embeds = new Map();
  /** The embeds that are as high as there is room. @type {Set<Element>} */
  const fitted = new Set();
  let isQuiet = false;

  /** Makes fragments of the steps of embeds that are new. */
  function prepare() {
    const isPrinted = deck.isPrintView?.() || /[?&](print-pdf|view=print)\b/i.test(location.search);
    const isStill = isPrinted || /[?&]receiver\b/i.test(location.search);
    isQuiet = isStill;
    /** @type {AsyncioRun[]} */
    const found = [...deck.getRevealElement().querySelectorAll("asyncio101-run[steps], asyncio101-run[stills]")];
    // The pages of a printed deck are copies of its slides, with their steps as they are.
    const fresh = found.filter((element) => !embeds.has(element) && !element.closest(".pdf-page"));
    for (const element of fresh) embeds.set(element, new Stops(element, { isStill, isPrinted }));
    return fresh;
  }

  /** Gives embeds the room that there is on their slides. */
  function fit() {
    let isChanged = false;
    for (const element of deck.getRevealElement().querySelectorAll("asyncio101-run")) {
      // A page of a printed deck stays as it is.
      if (element.closest(".pdf-page")) continue;
      colour(element);
      if (isQuiet) {
        embeds.get(element)?.limit(room(deck, element));
      } else if (fitted.has(element) || !element.hasAttribute("height")) {
        fitted.add(element);
        const height = room(deck, element);
        if (!height || element.getAttribute("height") === String(height)) continue;
        element.setAttribute("height", String(height));
        isChanged = true;
      }
    }
    if (isChanged) layOut();
  }

  function layOut() {
    if (deck.isReady()) deck.layout();
  }

  /** Shows the step that the slide has come to. @param {AsyncioRun} element */
  function follow(element) {
    embeds.get(element)?.follow();
  }

  function followSlide() {
    fit();
    deck.getCurrentSlide()?.querySelectorAll("asyncio101-run").forEach(follow);
  }

  /** @param {{fragments: Element[]}} event */
  function followFragments({ fragments }) {
    for (const fragment of fragments) {
      const element = /** @type {AsyncioRun | null} */ (fragment.closest("asyncio101-run"));
      if (element) follow(element);
    }
  }

  /** Takes up slides that another plugin wrote after this one began, and the place where the deck was opened. */
  function arrive() {
    if (prepare().length) deck.sync();
    fit();
    const [slide, ...rest] = ADDRESS.split("/").slice(1);
    const fragment = Number(rest[/^\d+$/.test(slide) ? 1 : 0]);
    if (deck.getConfig().fragmentInURL && fragment >= 0) deck.navigateFragment(fragment);
    followSlide();
  }

  /** The reader has gone to a step inside the player: the slide goes along. @param {CustomEvent} event */
  function goAlong({ target, detail }) {
    const element = /** @type {AsyncioRun} */ (target);
    const stops = embeds.get(element);
    if (!stops || detail.id !== undefined || !deck.getCurrentSlide()?.contains(element)) return;
    const fragment = stops.fragmentOf(detail.step);
    if (fragment !== undefined) deck.navigateFragment(fragment);
  }

  return {
    id: "asyncio101",

    /** @param {any} reveal */
    async init(reveal) {
      deck = reveal;
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, STYLE];
      const fresh = prepare();
      fit();
      if (deck.isReady()) arrive();
      else deck.on("ready", arrive);
      deck.on("slidechanged", followSlide);
      deck.on("fragmentshown", followFragments);
      deck.on("fragmenthidden", followFragments);
      deck.on("resize", fit);
      deck.getRevealElement().addEventListener("asyncio101-step", goAlong);
      // What stood there before the player may have been higher: the slide is centred anew.
      deck.getRevealElement().addEventListener("asyncio101-ready", layOut);
      // What stands above an embed may become higher with its pictures and typefaces.
      addEventListener("load", fit);
      document.fonts.ready.then(fit);
      // A deck that is printed waits for its pictures.
      await Promise.all(fresh.flatMap((element) => [...element.querySelectorAll("img")].map((image) => image.decode().catch(() => {}))));
    },

    destroy() {
      deck.off("slidechanged", followSlide);
      deck.off("fragmentshown", followFragments);
      deck.off("fragmenthidden", followFragments);
      deck.off("resize", fit);
      removeEventListener("load", fit);
      deck.getRevealElement().removeEventListener("asyncio101-step", goAlong);
      deck.getRevealElement().removeEventListener("asyncio101-ready", layOut);
    },
  };
}

/** The places an embed stands at, one after the other. */
class Stops {
  #element;
  /** The steps, the first of which is shown at once. @type {number[]} */
  #steps;
  /** What reveal.js shows one after the other: one for each step but the first. @type {Element[]} */
  #fragments;
  /** The pictures of the steps, if there are any. @type {HTMLImageElement[]} */
  #pictures;
  /** How many of them were to be seen when last looked. */
  #reached = 0;

  /** @param {AsyncioRun} element @param {{isStill: boolean, isPrinted: boolean}} how */
  constructor(element, { isStill, isPrinted }) {
    this.#element = element;
    const steps = (element.getAttribute("steps")?.match(/\d+/g) ?? []).map(Number);
    const pictures = (element.getAttribute("stills") ?? "").split(",").map((address) => address.trim()).filter(Boolean);
    const start = Number(element.getAttribute("step") ?? steps[0]);
    const first = Math.max(steps.findIndex((step) => step >= start), 0);
    const standsBefore = steps[first] !== start && !Number.isNaN(start);
    this.#steps = standsBefore ? [start, ...steps.slice(first)] : steps.slice(first);
    const stills = standsBefore ? [own(element), ...pictures.slice(first)] : pictures.slice(first);
    // Without pictures every page of a printed deck would be the same.
    const count = isPrinted && !pictures.length ? 1 : Math.max(this.#steps.length, isStill ? stills.length : 0);
    const all = Array.from({ length: count }, (_, place) => picture(element, stills[place], this.#steps[place]));
    this.#fragments = all.slice(1);
    this.#pictures = all.filter((it) => it instanceof HTMLImageElement);
    for (const fragment of this.#fragments) fragment.classList.add("fragment");
    if (!this.#fragments.length && !pictures.length) return;
    const stack = document.createElement("div");
    stack.className = "asyncio101-stills";
    stack.append(...all);
    if (isStill && pictures.length) element.replaceChildren(stack);
    else if (pictures.length && element.querySelector("img")) (element.querySelector("picture") ?? element.querySelector("img"))?.replaceWith(stack);
    else element.append(stack);
  }

  /** Makes its pictures no higher than that. @param {number | undefined} height */
  limit(height) {
    const own = Number(this.#element.getAttribute("height")) || Infinity;
    for (const image of this.#pictures) image.style.maxHeight = height ? `${Math.min(height, own)}px` : "";
  }

  /** Shows the step that the slide has come to. */
  follow() {
    const reached = this.#fragments.filter((fragment) => fragment.classList.contains("visible")).length;
    if (reached === this.#reached) return;
    this.#reached = reached;
    if (this.#steps[reached] !== undefined) this.#element.step = this.#steps[reached];
  }

  /** The number for reveal.js of the last fragment that is to be seen at a step; `undefined` if nothing has to move. @param {number} step */
  fragmentOf(step) {
    const place = this.#steps.indexOf(step);
    if (place < 0 || place === this.#reached || !this.#fragments.length) return undefined;
    this.#reached = place;
    const number = (/** @type {Element} */ fragment) => Number(fragment.getAttribute("data-fragment-index"));
    return place ? number(this.#fragments[place - 1]) : number(this.#fragments[0]) - 1;
  }
}

/** The picture that an embed brings along. @param {Element} element */
const own = (element) => element.querySelector("img")?.getAttribute("src") ?? undefined;

/**
 * A picture of a step, or nothing to be seen.
 *
 * @param {AsyncioRun} element
 * @param {string | undefined} address
 * @param {number | undefined} step
 */
function picture(element, address, step) {
  if (!address) return document.createElement("span");
  const image = document.createElement("img");
  image.src = address;
  // What is written under the picture of the embed is true for the first one only.
  const said = element.querySelector("img");
  image.alt = said?.getAttribute("src") === address ? said.alt : `${element.title || "asyncio"} ${step ?? ""}`.trim();
  const height = Number(element.getAttribute("height"));
  if (height) image.style.maxHeight = `${height}px`;
  return image;
}

/**
 * How high an element may be so that its slide is not higher than slides are, in their pixels.
 *
 * @param {any} deck
 * @param {Element} element
 */
function room(deck, element) {
  const slide = element.closest("section");
  if (!slide) return undefined;
  const size = deck.getComputedSlideSize();
  /** What the styles were. @type {(() => void)[]} */
  const before = [];
  /** @param {Element} node @param {Record<string, string>} styles */
  const set = (node, styles) => {
    const { style } = /** @type {HTMLElement} */ (node);
    for (const [name, value] of Object.entries(styles)) {
      const [was, priority] = [style.getPropertyValue(name), style.getPropertyPriority(name)];
      before.push(() => style.setProperty(name, was, priority));
      style.setProperty(name, value, "important");
    }
  };
  // A slide that is far away is not laid out: it is for a moment. The section around it is a stack of slides.
  for (const section of [slide.parentElement?.closest("section"), slide]) {
    if (!section) continue;
    set(section, { display: "", width: `${size.width}px`, height: "auto", "min-height": "0" });
    if (getComputedStyle(section).display === "none") set(section, { display: "block" });
  }
  let height = 0;
  // What stands above and below takes room; what stands beside it does not, as the second look tells.
  for (let looks = 0; looks < 2; looks++) {
    set(element, { display: "block", overflow: "hidden", "min-height": "0", height: `${height}px` });
    height = Math.max(Math.floor(height + size.height - slide.offsetHeight), 0);
  }
  for (const undo of before.reverse()) undo();
  return Math.max(height, LEAST);
}

/** An embed on a slide with a colour of its own is as light or dark: reveal.js paints that behind the page. @param {Element} element */
function colour(element) {
  const ground = element.closest(".has-dark-background, .has-light-background");
  if (ground?.localName === "section" && !element.hasAttribute("theme")) {
    element.setAttribute("theme", ground.classList.contains("has-dark-background") ? "dark" : "light");
  }
}

/** A deck that was not told of the plugin is told here, once its own scripts have had their turn. */
function join() {
  const deck = /** @type {any} */ (globalThis).Reveal;
  if (deck?.registerPlugin && !deck.hasPlugin("asyncio101")) deck.registerPlugin(Asyncio101);
}

if (document.readyState === "complete") setTimeout(join);
else document.addEventListener("DOMContentLoaded", join);
