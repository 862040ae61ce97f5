// A browser with the tests' page in it, on a folder that holds `engine/`.

import { readFileSync } from "node:fs";

import { launch } from "./browser.mjs";
import { serve } from "./server.mjs";

const read = (file) => readFileSync(new URL(file, import.meta.url), "utf8");

/** `python3`'s exit status after such an ending; null if there is none. */
export function status(ending) {
  if (ending.type !== "ended") return null;
  switch (ending.outcome.kind) {
    case "finished":
      return 0;
    case "exited":
      return ending.outcome.status;
    case "raised":
      return 1;
    case "interrupted":
      return 130;
  }
}

/**
 * @param {"chromium" | "firefox"} name
 * @param {string} dist the folder that holds `engine/`
 * @param {object} options as `serve` takes them; or `serve`, a function that serves the pages it is given beside `dist`
 */
export async function open(name, dist, options = {}) {
  const prefix = options.prefix ?? "";
  const pages = {
    [`${prefix}/test.html`]: `<!doctype html><title>engine</title><script src="test-page.js"></script>`,
    [`${prefix}/test-page.js`]: read("page.js"),
    ...Object.fromEntries(["clock.js", "clocked-worker.js", "marks.js", "marks-worker.js"].map((file) => [`${prefix}/${file}`, read(file)])),
  };
  const server = await (options.serve?.(pages) ?? serve(dist, { ...options, prefix, pages }));
  let browser;
  try {
    browser = await launch(name);
    await browser.open(`${server.address}${prefix}/test.html`);
  } catch (error) {
    await browser?.close();
    await server.close();
    throw error;
  }
  return {
    version: browser.version,
    requests: server.requests,
    evaluate: browser.evaluate,
    /** Runs a program; see `runProgram` in page.js. */
    run: (program) =>
      browser.evaluate((program) => window.runProgram(program), typeof program === "string" ? { source: program } : program),
    /** Has a program judged; see `checkProgram` in page.js. */
    check: (wanted) => browser.evaluate((wanted) => window.checkProgram(wanted), wanted),
    /** What the engine says when it is ready. */
    ready: (query = "") =>
      browser.evaluate((query) => window.expectMessage(query, ({ type }) => type === "ready" || type === "crashed"), query),
    /** Starts afresh. */
    reload: () => browser.open(`${server.address}${prefix}/test.html`),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
