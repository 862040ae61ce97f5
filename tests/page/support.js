// What every test here stands on: a server on the loopback, a browser, and the page as its users see it.
//
//   DIST         the folder with the built page (index.html, app/, engine/)
//   PAGE_URL     instead of DIST: a page that is being served already
//   FAKE_ENGINE  if set, every test runs against fake-engine/worker.js instead of the page's own engine
//   CHROMIUM     the browser, if it is not in PATH under one of its usual names
//
// Nothing here sleeps: every wait is for a condition.

import { chromium } from "playwright-core";
import { accessSync, constants } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { delimiter, extname, join, normalize } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

const { DIST, PAGE_URL, FAKE_ENGINE, CHROMIUM, PATH } = process.env;
const FAKE = fileURLToPath(new URL("fake-engine/worker.js", import.meta.url));
const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json",
  ".wasm": "application/wasm", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
};

/** The folder the page is served from: not the root, because it must work from any folder. */
const FOLDER = "/some/folder/";

const browser = await chromium.launch({
  executablePath: CHROMIUM ?? inPath(["chromium", "chromium-browser", "google-chrome"]),
  args: ["--no-sandbox", "--headless", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
after(() => browser.close());

/** The first of these programs that is installed. */
function inPath(names) {
  for (const name of names) {
    for (const folder of PATH.split(delimiter)) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not here.
      }
    }
  }
  throw new Error(`None of ${names.join(", ")} is in PATH; set CHROMIUM.`);
}

/** Serves the page; `engine` says whose, `gate` holds the fake engine's loading until it is resolved. */
async function serve({ engine, gate }) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const path = pathname.startsWith(FOLDER) ? pathname.slice(FOLDER.length) : undefined;
    try {
      if (path === "engine/gate") await gate;
      const fake = engine === "fake" && path === "engine/worker.js";
      const file = fake ? FAKE : join(DIST, normalize(path.endsWith("/") || !path ? `${path}index.html` : path));
      const body = path === "engine/gate" ? "" : engine === "none" && path.startsWith("engine/") ? null : await readFile(file);
      response.writeHead(body === null ? 404 : 200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { url: `http://127.0.0.1:${server.address().port}${FOLDER}`, close: () => server.close() };
}

/**
 * Opens the page for one test.
 *
 * @param t the test; what is opened here closes with it, and it fails on an error nobody expected
 * @param options `hash`, `engine` ("fake", "none"; by default the page's own), `gate`, `errors` (true if the
 *   browser is expected to complain), and options for the browser's context
 */
export async function open(t, { hash = "", engine, gate, errors = false, init, ...options } = {}) {
  const served = engine || FAKE_ENGINE || !PAGE_URL ? await serve({ engine: engine ?? (FAKE_ENGINE && "fake"), gate }) : undefined;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en", ...options });
  const tab = await context.newPage();
  const complaints = [];
  tab.on("pageerror", (error) => complaints.push(String(error)));
  t.after(async () => {
    await context.close();
    served?.close();
    if (!errors && complaints.length) throw new Error(`The page complained: ${complaints.join("\n")}`);
  });
  if (init) await tab.addInitScript(init);
  const url = served?.url ?? PAGE_URL;
  await tab.goto(url + hash);
  return new Page(tab, url);
}

/**
 * Opens a page of another host that embeds the player, in frames of these addresses.
 *
 * @param t the test
 * @param frames what each frame's address says behind `player.html`
 * @param options as `open` takes them
 * @returns the host's page, its frames, and what they have said to it
 */
export async function embed(t, frames, { engine, errors = false, ...options } = {}) {
  const served = engine || FAKE_ENGINE || !PAGE_URL ? await serve({ engine }) : undefined;
  const url = served?.url ?? PAGE_URL;
  const html = frames.map((query) => `<iframe src="${url}player.html${query}" width="760" height="460" title="asyncio"></iframe>`);
  const page = `<!doctype html><html lang="en"><title>A host</title><main>${html.join("")}</main><p style="height: 3000px">Far down</p></html>`;
  const server = createServer((_, response) => response.writeHead(200, { "content-type": TYPES[".html"] }).end(page));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 }, locale: "en", ...options });
  const tab = await context.newPage();
  const complaints = [];
  tab.on("pageerror", (error) => complaints.push(String(error)));
  t.after(async () => {
    await context.close();
    served?.close();
    server.close();
    if (!errors && complaints.length) throw new Error(`The page complained: ${complaints.join("\n")}`);
  });
  const requests = [];
  tab.on("request", (request) => requests.push(request.url()));
  await tab.addInitScript(() => {
    window.heard = [];
    window.addEventListener("message", ({ data, source }) => {
      const from = Array.from(window.frames).indexOf(source);
      if (data?.source === "asyncio101") window.heard.push({ from, ...data });
    });
  });
  // Not the same name: another origin, as a host's is.
  await tab.goto(`http://localhost:${server.address().port}/`);
  return {
    tab,
    url,
    requests,
    frames: tab.frames().filter((frame) => frame !== tab.mainFrame()),
    /** Says something to a frame. */
    say: (index, message) =>
      tab.evaluate(([index, message]) => window.frames[index].postMessage({ source: "asyncio101", v: 1, ...message }, "*"), [index, message]),
    /** Waits until a frame has said something like this, and takes it. */
    hear: async (index, wanted) => {
      const take = ([index, wanted]) => {
        const fits = (said) => said.from === index && Object.entries(wanted).every(([name, value]) => said[name] === value);
        const at = window.heard.findIndex(fits);
        return at >= 0 && window.heard.splice(at, 1)[0];
      };
      return (await tab.waitForFunction(take, [index, wanted])).jsonValue();
    },
  };
}

/**
 * Opens a tab in a browser that knows nothing yet, for what some other server serves.
 *
 * @param t the test; what is opened here closes with it
 */
export async function visitor(t, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en", ...options });
  t.after(() => context.close());
  return context.newPage();
}

/** The page, in its users' words. */
export class Page {
  constructor(tab, url) {
    this.tab = tab;
    this.url = url;
    this.runButton = tab.locator("#run");
    this.log = tab.locator(".log");
    this.ending = tab.locator(".note.end");
    this.status = tab.locator("footer .now");
    this.announced = tab.locator("[role=status]");
    this.input = tab.locator("#input-1");
    this.editor = tab.locator(".cm-content");
    this.main = tab.locator("main");
  }

  /** Waits until the editor can be used. */
  async loaded() {
    await this.editor.waitFor({ state: "attached" });
    await this.runButton.waitFor();
  }

  /** Puts a program into the editor. */
  async write(program) {
    await this.loaded();
    await this.tab.locator("python-editor").evaluate((editor, text) => editor.replace(text), program);
  }

  /** Writes a program and runs it with the button. */
  async run(program) {
    if (program !== undefined) await this.write(program);
    await this.runButton.click();
  }

  /** Waits until the program is over, and says how it ended. */
  async ended() {
    await this.ending.waitFor();
    return this.ending.textContent();
  }

  /** Waits until an element shows a text. */
  async shows(locator, text) {
    await locator.filter({ hasText: text }).waitFor();
  }

  /** Waits until something is true in the page. */
  until(condition, argument) {
    return this.tab.waitForFunction(condition, argument);
  }

  /** Waits until the focus is in an element of this selector. */
  focused(selector) {
    return this.until((selector) => document.activeElement?.closest(selector), selector);
  }

  /** The lines of output, as text. */
  lines() {
    return this.log.locator(".line").allTextContents();
  }

  press(key) {
    return this.tab.keyboard.press(key);
  }
}
