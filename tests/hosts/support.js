// What every test here stands on: two servers of different origins, a browser, and the embed as a reader meets it.
//
//   DIST        the folder with the built site (player.html, asyncio101.js, app/, engine/)
//   ASYNCIO101  the command line, which records the traces
//   CHROMIUM    the browser, if it is not in PATH under one of its usual names
//
// The hosts are in the folders here, written as somebody would write them who embeds from https://example.org/asyncio101/.
// The server of the host puts the address of the other server there. Nothing here sleeps: every wait is for a condition.

import { chromium } from "playwright-core";
import { execFileSync } from "node:child_process";
import { accessSync, constants, cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, extname, join, normalize } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";

const { DIST, ASYNCIO101, CHROMIUM, PATH } = process.env;

/** Where the hosts say that the embed is. */
const SAID = "https://example.org/asyncio101/";

/** Where it is on its server: not at the top, because it must work from any folder. */
const FOLDER = "/some/folder/";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json",
  ".wasm": "application/wasm", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8", ".svg": "image/svg+xml",
  ".xml": "application/xml",
};

export const here = fileURLToPath(new URL(".", import.meta.url));

/** A folder for what is made here. */
export const work = mkdtempSync(join(tmpdir(), "asyncio101-hosts-"));
after(() => rmSync(work, { recursive: true, force: true }));

/** The files that a host needs beside its own: traces and pictures of steps. */
export const recorded = join(work, "recorded");
cpSync(join(here, "programs"), recorded, { recursive: true });
for (const name of ["breakfast", "greeting"]) {
  const trace = join(recorded, `${name}.trace`);
  execFileSync(ASYNCIO101, ["run", "--clock", "virtual", "--trace", trace, join(recorded, `${name}.py`)]);
}
for (const name of ["breakfast-24", "breakfast-30", "breakfast-47", "greeting"]) {
  writeFileSync(join(recorded, `${name}.svg`), `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360" viewBox="0 0 640 360">
    <rect width="640" height="360" fill="#fdf6e3"/><text x="320" y="190" font-size="40" text-anchor="middle">${name}</text></svg>`);
}

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

/** Serves folders; `answer` may say something else first, `change` may change a text on its way, and knows the address of the server. */
async function serve({ folders, top = "/", name, headers = {}, answer = () => undefined, change = (text) => text }) {
  const asked = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const path = pathname.startsWith(top) ? decodeURIComponent(pathname.slice(top.length)) : undefined;
    asked.push(path ?? pathname);
    const status = answer(path);
    const file = path === undefined || status ? undefined : found(folders, path);
    if (!file) {
      response.writeHead(status ?? 404).end();
      return;
    }
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const body = readFileSync(file);
    const isText = /html|javascript|application.xml/.test(type);
    response.writeHead(200, { "content-type": type, ...headers });
    response.end(isText ? change(body.toString(), `http://${request.headers.host}/`) : body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const close = () => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  };
  return { url: `http://${name}:${server.address().port}${top}`, asked, close };
}

/** The file of a path in the first folder that has it. */
function found(folders, path) {
  for (const folder of folders) {
    const file = join(folder, normalize(path === "" || path.endsWith("/") ? `${path}index.html` : path));
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat?.isFile()) return file;
  }
  return undefined;
}

/**
 * Opens a page of a host.
 *
 * The two servers are two sites for the browser, not only two origins: `localhost` and `127.0.0.1`.
 *
 * @param t the test; what is opened here closes with it, and it fails on an error nobody expected
 * @param options `folders` of the host; `path` of the page; `engine: false` for a place without one; `cors: false` for a
 *   place that sends no CORS headers; `policy`, the host's Content-Security-Policy (`PLACE` stands for the embed's
 *   origin); `errors: true` if the browser is expected to complain; `ready` to change the tab before it goes anywhere;
 *   and options for the browser's context
 */
export async function open(t, { folders, path = "", engine = true, cors = true, policy, errors = false, ready, change = (text) => text, ...options }) {
  const place = await serve({
    folders: [DIST], top: FOLDER, name: "127.0.0.1", headers: cors ? { "access-control-allow-origin": "*" } : {},
    answer: (path) => (!engine && path?.startsWith("engine/") ? 404 : undefined),
  });
  const { origin } = new URL(place.url);
  const site = await serve({
    folders, name: "localhost", headers: policy ? { "content-security-policy": policy.replaceAll("PLACE", origin) } : {},
    change: (text, top) => change(text.replaceAll(SAID, place.url), top),
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en", ...options });
  const tab = await context.newPage();
  const complaints = [];
  context.on("weberror", (error) => complaints.push(String(error.error())));
  tab.on("console", (message) => message.type() === "error" && !/favicon/.test(message.location().url) && complaints.push(message.text()));
  t.after(async () => {
    await context.close();
    await Promise.all([place.close(), site.close()]);
    if (!errors && complaints.length) throw new Error(`The page complained: ${complaints.join("\n")}`);
  });
  await ready?.(tab);
  await tab.goto(site.url + path);
  return { tab, context, place, site, complaints, embed: (id = "breakfast") => new Embed(tab, id) };
}

/** An embed, in its readers' words. */
export class Embed {
  constructor(tab, id) {
    this.tab = tab;
    this.selector = `asyncio101-run#${id}`;
    this.element = tab.locator(this.selector);
    this.frame = tab.frameLocator(`${this.selector} > iframe`);
    this.code = this.frame.locator(".program");
    this.run = this.frame.getByRole("button", { name: /^(Run|Çalıştır)/ });
    this.forward = this.frame.locator(".controls .buttons button").last();
  }

  /** Asks the element itself. */
  ask(question, argument) {
    return this.element.evaluate(question, argument);
  }

  /** Waits until something is true of the element. */
  async until(condition, argument) {
    const latest = Date.now() + 30_000;
    // Asked from outside, frame by frame: the page's policy may forbid it to make functions of text.
    while (!(await this.element.evaluate(condition, argument))) {
      if (Date.now() > latest) throw new Error(`It is not so after 30 s: ${condition}`);
      await this.tab.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)));
    }
  }

  /** Waits until the player has drawn. */
  async drawn() {
    await this.element.waitFor({ state: "attached" });
    await this.until((element) => element.shadowRoot?.querySelector(".shown"));
  }

  /** Waits until it stands at a step. */
  async standsAt(step) {
    await this.drawn();
    await this.until((element, step) => element.step === step, step);
  }

  /** Runs the program by its button, and says how it ended and which lines it printed. */
  async ran() {
    const done = this.told("asyncio101-done");
    await this.press(this.run);
    const { outcome, output } = await done;
    return { outcome, lines: output.trimEnd().split("\n") };
  }

  /**
   * Presses something inside with the mouse, where a reader sees it. A click of the driver's own does not reckon with
   * frames that are scaled.
   */
  async press(button) {
    await button.waitFor();
    await this.element.scrollIntoViewIfNeeded();
    const inside = await button.evaluate((element) => element.getBoundingClientRect().toJSON());
    const [x, y] = await this.ask((element, { x, y, width, height }) => {
      const frame = element.querySelector("iframe");
      const outside = frame.getBoundingClientRect();
      const scale = outside.width / frame.offsetWidth;
      return [outside.x + (x + width / 2) * scale, outside.y + (y + height / 2) * scale];
    }, inside);
    await this.tab.mouse.click(x, y);
  }

  /** The next event of this name. */
  told(name) {
    return this.ask((element, name) => new Promise((told) => element.addEventListener(name, ({ detail }) => told(detail), { once: true })), name);
  }
}

/** How often a place was asked for a file. */
export const times = (server, file) => server.asked.filter((path) => path === file).length;

/** What was fetched of the engine. */
export const engineFiles = (server) => server.asked.filter((path) => path?.startsWith("engine/"));

/** Where the focus is, and how far the page is scrolled. */
export const standing = (tab) => tab.evaluate(() => ({ focus: document.activeElement?.id || document.activeElement?.tagName, x: scrollX, y: scrollY }));

/** What breakfast.py prints. */
export const BREAKFAST = ["tea is begun", "toast is begun", "toast is ready", "tea is ready", "['tea', 'toast']"];
