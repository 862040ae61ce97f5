// @ts-check
/**
 * The element `<asyncio101-run>`: a Python program in somebody's page or slide, with its loop to step through and a button
 * that runs it. What it can do is described in `docs/embedding.md`; its types are in `asyncio101.d.ts`.
 *
 * The element is a frame around `player.html`, which lies beside this file, and knows nothing of Python. What stands
 * between its tags is what a reader sees until the player has drawn, and again if the player cannot be loaded.
 *
 * Nothing here needs a header, storage, an inline script or an inline style of the page that it is put into.
 */

/** Where this file is: the player is beside it. */
const PLACE = new URL("player.html", import.meta.url);

/** The origin of the player's messages. A page from a file has none. */
const ORIGIN = PLACE.origin === "null" ? "*" : PLACE.origin;

/** The attributes that the player's address bears under the same name. */
const PARAMETERS = ["step", "steps", "view", "run", "readonly", "lines", "show", "clock", "seed", "network", "axis", "speed", "title"];

/** The attributes that make another player of it when they change. */
const REBUILDING = ["trace", "src", "steps", "view", "run", "readonly", "lines", "show", "clock", "seed", "network", "axis", "speed", "lang"];

/** How long a player may be silent, in ms: from the beginning, and after its page has come. */
const PATIENCE = { page: 30_000, player: 10_000 };

const WORDS = {
  en: {
    title: "Python program with its asyncio loop",
    start: "Show it step by step",
    player: "The live view could not be loaded from",
    file: "This could not be loaded:",
  },
  tr: {
    title: "asyncio döngüsüyle Python programı",
    start: "Adım adım göster",
    player: "Canlı görünüm şuradan yüklenemedi:",
    file: "Bu yüklenemedi:",
  },
};

/** The numbers of keys that have a name. Decks read `keyCode`: reveal.js does. */
const KEY_CODES = {
  Backspace: 8, Tab: 9, Enter: 13, Escape: 27, " ": 32, PageUp: 33, PageDown: 34, End: 35, Home: 36,
  ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, Delete: 46, ".": 190, "/": 191, "?": 191,
};

/**
 * The frame is a child of the element, not of its shadow tree: only so do the players of a page see each other in
 * `parent.frames` and share one engine. Pages have rules for frames, hence all the `!important`. A light player on a light
 * page has no edge of its own.
 */
const STYLE = new CSSStyleSheet();
STYLE.replaceSync(`
  :host { display: block; position: relative; margin-block: 1rem }
  :host([hidden]) { display: none }
  #box { position: relative; min-height: 1px }
  .waiting { overflow: hidden; overflow: clip }
  ::slotted(iframe) {
    display: block !important; position: static !important; box-sizing: border-box !important;
    width: 100% !important; height: 100% !important; min-width: 0 !important; min-height: 0 !important;
    max-width: none !important; max-height: none !important;
    margin: 0 !important; padding: 0 !important; border-radius: inherit;
    border: var(--asyncio101-edge, 1px solid color-mix(in srgb, currentcolor 25%, transparent)) !important;
  }
  .waiting ::slotted(iframe) { position: absolute !important; inset: 0 !important; visibility: hidden !important }
  .failed ::slotted(iframe) { display: none !important }
  .shown #instead { display: none }
  @media print {
    /* Nobody has scrolled there: on paper stands what is between the tags, all of it. */
    .waiting { height: auto !important; overflow: visible }
  }
  p { margin: 0.5em 0; font: 0.9em/1.4 system-ui, sans-serif }
  button { margin: 0.5em 0; padding: 0.5em 1em; font: 1em/1.2 system-ui, sans-serif; cursor: pointer }
`);

/**
 * Whether nothing may run here: reveal.js shows its slides in the speaker's window too, and prints them.
 * What is shown then is what stands between the tags.
 */
const isQuiet = () => Boolean(document.querySelector(".reveal")) && /[?&](receiver|print-pdf|view=print)\b/i.test(location.search);

/** What begins to load when it comes near the window. */
const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) /** @type {AsyncioRun} */ (target).load();
  }
}, { rootMargin: "50% 50%" });

/** What looks at the page again when that may have become lighter or darker. @type {Set<() => void>} */
const lookers = new Set();
const lookAgain = () => lookers.forEach((look) => look());
const page = new MutationObserver(lookAgain);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", lookAgain);
// Some pages take their time to become another colour.
addEventListener("transitionend", ({ propertyName }) => propertyName === "background-color" && lookAgain());

/** @typedef {{source: "asyncio101", v: 1, type: string, id?: number, [name: string]: any}} Message */

export class AsyncioRun extends HTMLElement {
  static observedAttributes = [...REBUILDING, "step", "theme", "title", "height"];

  /** @type {HTMLIFrameElement | undefined} */
  #frame;
  /** What the player is handed over once it is there, if anything. @type {Promise<object | undefined> | undefined} */
  #content;
  /** The last message `step`. @type {Message | undefined} */
  #at;
  /** The step to stand at, if it was asked for before the player was there. @type {number | "start" | "end" | undefined} */
  #wanted;
  /** Who waits for the player to have drawn. @type {((isThere: boolean) => void)[]} */
  #waiting = [];
  /** Who waits for an answer. @type {Map<number, (message: Message | undefined) => void>} */
  #questions = new Map();
  #lastQuestion = 0;
  /** @type {"instead" | "waiting" | "shown" | "failed"} */
  #state = "instead";
  #isFilled = false;
  /** Whether the player was told that its height is none of its business. */
  #isFixed = false;
  /** How high its content wants to be, in px. */
  #wants = 0;
  #isRebuilding = false;
  /** The theme that the player was told of last. */
  #theme = "";
  /** @type {number | undefined} */
  #patience;
  #box = document.createElement("div");
  #words = document.createElement("p");
  /** @type {HTMLButtonElement | undefined} */
  #button;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [STYLE];
    const instead = document.createElement("div");
    instead.id = "instead";
    this.#words.setAttribute("role", "status");
    instead.append(document.createElement("slot"), this.#words);
    const player = document.createElement("slot");
    player.name = "player";
    this.#box.id = "box";
    this.#box.append(instead, player);
    shadow.append(this.#box);
  }

  connectedCallback() {
    addEventListener("message", this.#hear);
    // A copy of an element brings the frame of the other along, and one that was moved its own, which begins anew.
    for (const frame of this.querySelectorAll("iframe[slot=player]")) frame.remove();
    this.#frame = undefined;
    this.#show("instead");
    if (isQuiet()) return;
    lookers.add(this.#look);
    for (const node of [document.documentElement, document.body]) page.observe(node, { attributes: true });
    const loading = this.getAttribute("loading");
    if (loading === "eager") this.load();
    else if (loading === "click") this.#offer();
    else watcher.observe(this);
  }

  disconnectedCallback() {
    removeEventListener("message", this.#hear);
    watcher.unobserve(this);
    lookers.delete(this.#look);
    this.#wanted = this.#at?.step ?? this.#wanted;
    this.#leave();
  }

  /** @param {string} name @param {string | null} old @param {string | null} value */
  attributeChangedCallback(name, old, value) {
    if (old === value) return;
    if (value && (name === "steps" ? /[^\d\s,]/.test(value) : name === "step" && place(value) === undefined)) {
      console.warn(`<asyncio101-run ${name}="${value}">: a step is a number; asyncio101 explain TRACE tells it`);
    }
    if (name === "step") this.#wanted = undefined;
    if (!this.#frame) return;
    if (name === "theme") this.#look();
    else if (name === "step") this.seek(place(value) ?? "start");
    else if (name === "title") this.#frame.title = this.#title();
    // A player that is as high as its content is laid out in another way.
    else if (name === "height" && this.#isFixed === Boolean(this.#fixedHeight())) this.#size();
    else if (!this.#isRebuilding) {
      // Several attributes that change at once make one new player.
      this.#isRebuilding = true;
      queueMicrotask(() => {
        this.#isRebuilding = false;
        if (!this.#frame) return;
        this.#leave();
        this.#frame.remove();
        this.#wanted = name === "height" ? this.#at?.step ?? this.#wanted : undefined;
        this.#frame = this.#at = undefined;
        this.load();
      });
    }
  }

  /** Looks at the page: the player is as light or as dark, unless it was told what to be. */
  #look = () => {
    if (!this.#frame) return;
    const theme = themeOf(this);
    if (theme !== this.#theme) this.#tell("setTheme", { theme: (this.#theme = theme) });
  };

  /** The step that is looked at; set it to go there. `undefined` before the player has drawn. */
  get step() {
    return this.#at?.step;
  }

  set step(step) {
    const text = String(step ?? "start");
    // The reader may have left the step that was asked for last.
    if (this.#frame && this.getAttribute("step") === text) this.seek(step ?? "start");
    else this.setAttribute("step", text);
  }

  /** How many steps there are. */
  get of() {
    return this.#at?.of;
  }

  /** The place in `steps`, from 0; `null` without them, or between them. */
  get index() {
    return this.#at?.index ?? null;
  }

  /** How many `steps` there are. */
  get count() {
    return this.#at?.count ?? null;
  }

  /** Runs the program. */
  run() {
    return this.#tell("run");
  }

  /** Ends the run. */
  stop() {
    return this.#tell("stop");
  }

  /** Goes one stop on. Says whether there was one. */
  next() {
    return this.#go(1);
  }

  /** Goes one stop back. Says whether there was one. */
  previous() {
    return this.#go(-1);
  }

  /**
   * Goes to a step. Says whether the player stands there.
   *
   * @param {number | "start" | "end"} step
   */
  async seek(step) {
    this.#wanted = step;
    return Boolean(await this.#ask("seek", { step }));
  }

  /** @param {1 | -1} by */
  async #go(by) {
    const answer = await this.#ask("step", { by }, () => this.#at?.step);
    return Boolean(answer) && answer?.before !== answer?.message.step;
  }

  /** Loads the player, if nothing speaks against it and it is not there yet. */
  load() {
    if (this.#frame || !this.isConnected || isQuiet()) return;
    watcher.unobserve(this);
    this.#content = this.#fetch();
    this.#content.catch((error) => this.#fail(error.message));
    const address = new URL(PLACE);
    for (const name of PARAMETERS) {
      const value = this.getAttribute(name);
      if (value !== null) address.searchParams.set(name, value);
    }
    const language = this.#language();
    if (language) address.searchParams.set("lang", language);
    address.searchParams.set("theme", (this.#theme = themeOf(this)));
    this.#isFixed = Boolean(this.#fixedHeight());
    if (!this.#isFixed) address.searchParams.set("height", "auto");
    const frame = document.createElement("iframe");
    frame.slot = "player";
    frame.title = this.#title();
    frame.allow = "clipboard-write";
    frame.src = address.href;
    // A frame that fails fires `load` as well, so only silence tells.
    frame.addEventListener("load", () => this.#await(PATIENCE.player));
    const button = this.#button;
    const hadFocus = Boolean(button) && this.shadowRoot?.activeElement === button;
    this.#frame = frame;
    this.#show("waiting");
    this.#await(PATIENCE.page);
    this.append(frame);
    button?.remove();
    this.#button = undefined;
    // Who pressed the button has the focus in what it made, not nowhere.
    if (hadFocus) this.#waiting.push((isThere) => isThere && frame.focus({ preventScroll: true }));
  }

  /** Offers to load the player, for `loading=click`. */
  #offer() {
    this.#button ??= document.createElement("button");
    this.#button.textContent = this.#say().start;
    this.#button.setAttribute("part", "start");
    this.#button.onclick = () => this.load();
    this.#words.before(this.#button);
  }

  /** What the player is to show, as a message. Fetched by this page: so a trace needs no permission of another origin. */
  async #fetch() {
    const trace = this.getAttribute("trace");
    const src = this.getAttribute("src");
    const steps = numbers(this.getAttribute("steps"));
    if (trace) {
      const response = await load(trace, this.baseURI, this.#say().file);
      return { type: "setTrace", name: file(trace), trace: await response.arrayBuffer(), ...(steps.length ? { steps } : {}) };
    }
    if (src) {
      const response = await load(src, this.baseURI, this.#say().file);
      return { type: "setCode", name: file(src), code: await response.text() };
    }
    const code = this.getAttribute("code") ?? program(this);
    return code.trim() ? { type: "setCode", code } : undefined;
  }

  /** Hands over what there is to show, where the reader stood. */
  async #fill() {
    const frame = this.#frame;
    const content = await this.#content?.catch(() => undefined);
    if (!content || frame !== this.#frame) return;
    const wanted = this.#wanted ?? place(this.getAttribute("step"));
    this.#isFilled = true;
    this.#post({ ...content, ...(typeof wanted === "number" ? { step: wanted } : {}) });
    if (typeof this.#wanted === "string") this.#post({ type: "seek", step: this.#wanted });
  }

  /** @param {MessageEvent} event */
  #hear = (event) => {
    const frame = this.#frame;
    if (!frame || event.source !== frame.contentWindow) return;
    if (ORIGIN !== "*" && event.origin !== ORIGIN) return;
    /** @type {Message} */
    const message = event.data;
    if (message?.source !== "asyncio101" || message.v !== 1 || typeof message.type !== "string") return;
    const { type, id } = message;
    if (type === "ready") {
      // Also when the frame begins anew, because somebody unloaded it or moved it: the reader finds the step again.
      this.#isFilled = false;
      if (this.#at) this.#wanted = this.#at.step;
      if (this.#state === "shown") {
        this.#show("waiting");
        this.#post({ type: "setTheme", theme: this.#theme });
      }
      this.#fill();
    } else if (type === "state") {
      if (message.state !== "empty" || this.#isFilled || !this.#hasContent()) this.#show("shown");
    } else if (type === "step") {
      this.#at = message;
    } else if (type === "resize") {
      if (Number(message.height)) this.#wants = Number(message.height) + frame.offsetHeight - frame.clientHeight;
      this.#size();
    } else if (type === "key") {
      this.#press(message);
      return;
    } else if (type === "error" && this.#state !== "shown") {
      this.#fail(String(message.message));
      return;
    } else if (type !== "done" && type !== "error") {
      return;
    }
    const { source: _source, v: _v, type: _type, ...detail } = message;
    this.dispatchEvent(new CustomEvent(`asyncio101-${type}`, { bubbles: true, composed: true, detail }));
    if (id !== undefined) {
      this.#questions.get(id)?.(message);
      this.#questions.delete(id);
    }
  };

  /** A key that the player had no use for is one of this page's. @param {Message} key */
  #press({ key, code, shiftKey, ctrlKey, altKey, metaKey }) {
    if (typeof key !== "string") return;
    const number = KEY_CODES[/** @type {keyof typeof KEY_CODES} */ (key)] ?? (key.length === 1 ? key.toUpperCase().charCodeAt(0) : 0);
    const pressed = { key, code, shiftKey, ctrlKey, altKey, metaKey, keyCode: number, which: number };
    for (const type of ["keydown", "keyup"]) {
      this.dispatchEvent(new KeyboardEvent(type, { bubbles: true, composed: true, cancelable: true, ...pressed }));
    }
  }

  /** @param {object} message */
  #post(message) {
    this.#frame?.contentWindow?.postMessage({ source: "asyncio101", v: 1, ...message }, ORIGIN);
  }

  /** Waits until the player has drawn. Says whether it has. */
  #drawn() {
    this.load();
    if (this.#state === "shown") return Promise.resolve(true);
    if (!this.#frame || this.#state === "failed") return Promise.resolve(false);
    return new Promise((/** @type {(isThere: boolean) => void} */ resolve) => this.#waiting.push(resolve));
  }

  /** @param {string} type @param {object} [rest] */
  async #tell(type, rest) {
    if (await this.#drawn()) this.#post({ type, ...rest });
  }

  /**
   * Asks, and waits for the answer.
   *
   * @param {string} type
   * @param {object} rest
   * @param {() => unknown} [look] what to remember of how it was when the question was put
   */
  async #ask(type, rest, look) {
    if (!(await this.#drawn())) return undefined;
    const id = ++this.#lastQuestion;
    const before = look?.();
    const message = await new Promise((/** @type {(message: Message | undefined) => void} */ resolve) => {
      this.#questions.set(id, resolve);
      this.#post({ type, id, ...rest });
    });
    return message && { before, message };
  }

  /** Nobody answers any more. */
  #leave() {
    clearTimeout(this.#patience);
    for (const answer of this.#questions.values()) answer(undefined);
    this.#questions.clear();
    for (const tell of this.#waiting.splice(0)) tell(false);
  }

  /** @param {number} time */
  #await(time) {
    clearTimeout(this.#patience);
    if (this.#state !== "waiting") return;
    this.#patience = setTimeout(() => this.#fail(`${this.#say().player} ${PLACE.host || PLACE.href}`), time);
  }

  /** Brings back what stands between the tags, with one line of words. @param {string} message */
  #fail(message) {
    this.#show("failed");
    this.#words.textContent = message;
    this.#leave();
    this.dispatchEvent(new CustomEvent("asyncio101-error", { bubbles: true, composed: true, detail: { message } }));
  }

  /** @param {"instead" | "waiting" | "shown" | "failed"} state */
  #show(state) {
    // Until the content says how high it wants to be, it is as high as what it replaces: nothing jumps.
    if (state === "shown") this.#wants ||= this.#box.offsetHeight || 420;
    this.#state = state;
    this.#box.className = state;
    this.#words.textContent = "";
    this.#size();
    if (state !== "shown") return;
    clearTimeout(this.#patience);
    for (const tell of this.#waiting.splice(0)) tell(true);
  }

  /** The height that was asked for, as CSS, unless it is that of the content. */
  #fixedHeight() {
    const height = this.getAttribute("height")?.trim();
    if (!height || height === "auto") return undefined;
    return Number(height) ? `${Number(height)}px` : height;
  }

  /** Makes the element as high as it was asked for, or as its content wants to be. */
  #size() {
    const isLive = this.#state === "waiting" || this.#state === "shown";
    const content = this.#wants ? `${Math.ceil(this.#wants)}px` : "";
    this.#box.style.height = isLive ? this.#fixedHeight() ?? content : "";
  }

  #hasContent() {
    return ["trace", "src", "code"].some((name) => this.getAttribute(name)) || program(this).trim() !== "";
  }

  #title() {
    return this.getAttribute("title") || this.#say().title;
  }

  /** The language of the page here, without its country. */
  #language() {
    return this.closest("[lang]")?.getAttribute("lang")?.split("-")[0].toLowerCase();
  }

  #say() {
    return this.#language() === "tr" ? WORDS.tr : WORDS.en;
  }
}

/** The theme that an element asks for, or else that of the page where it stands. @param {Element} element */
function themeOf(element) {
  const theme = element.getAttribute("theme");
  return !theme || theme === "auto" ? ground(element) : theme;
}

/**
 * Whether the page is light or dark behind an element: so is the nearest ground that one does not see through. Without
 * any it is as the system is, `auto`.
 *
 * @param {Element} element
 */
function ground(element) {
  /** @type {Element | undefined} */
  let at = element;
  while (at) {
    const color = getComputedStyle(at).backgroundColor;
    // `rgb(…)` in 255ths, `color(space …)` and `oklab(…)` and `oklch(…)` from 0 to 1, `lab(…)` and `lch(…)` in hundredths.
    const [first, second = 0, third = 0, opacity = 1] = (color.match(/(?<![-\w])-?[\d.]+(e-\d+)?/g) ?? []).map(Number);
    if (opacity > 0.5) {
      const lightness = /^(ok)?l/.test(color) ? first : 0.3 * first + 0.59 * second + 0.11 * third;
      const middle = color.startsWith("rgb") ? 127.5 : color.startsWith("l") ? 50 : 0.5;
      return lightness < middle ? "dark" : "light";
    }
    at = at.parentElement ?? /** @type {ShadowRoot} */ (at.getRootNode()).host;
  }
  return "auto";
}

/** Fetches a file beside the page. @param {string} address @param {string} base @param {string} words */
async function load(address, base, words) {
  const url = new URL(address, base);
  const response = await fetch(url).catch(() => undefined);
  if (!response?.ok) throw new Error(`${words} ${url.pathname} ${response?.status ?? ""}`.trim());
  return response;
}

/** The name of a file in an address. @param {string} address */
const file = (address) => address.split(/[?#]/)[0].split("/").pop() ?? address;

/** Reads a list of steps. @param {string | null} text */
const numbers = (text) => (text?.match(/\d+/g) ?? []).map(Number);

/** Reads one step. @param {string | null} text @returns {number | "start" | "end" | undefined} */
function place(text) {
  if (text === "start" || text === "end") return text;
  return text && /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}

/**
 * The program between the tags. Highlighters have often been there before: some put every line into a row of a table, or the
 * numbers of the lines into a column of one, and reveal.js adds a copy of it for every fragment.
 *
 * @param {Element} element
 */
function program(element) {
  const rows = [...element.querySelectorAll("tr")];
  const text = rows.length
    ? rows.map((row) => row.lastElementChild?.textContent ?? "").join("\n")
    : (element.querySelector("pre code") ?? element.querySelector("pre") ?? element.querySelector("code"))?.textContent ?? "";
  const lines = text.replace(/^\s*\n/, "").trimEnd().split("\n");
  const indents = lines.filter((line) => line.trim()).map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return indents.length ? lines.map((line) => line.slice(indent)).join("\n") + "\n" : "";
}

// A page may bring the script twice: its own, and that of a plugin.
if (!customElements.get("asyncio101-run")) customElements.define("asyncio101-run", AsyncioRun);
