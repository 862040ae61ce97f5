// A built deck in a browser, without a server: every address under SITE is a file of the folder, every other one is refused.
// What shows this way needs nothing from outside.

import { chromium } from "playwright-core";
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { delimiter, join, normalize } from "node:path";

/** Where the folder seems to be: a host that does not exist, and not at its root. */
export const SITE = "https://slides.invalid/some/folder/";

/** A browser. CHROMIUM names it, if it is not in PATH under one of its usual names. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? inPath(["chromium", "chromium-browser", "google-chrome"]);
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--headless", "--disable-gpu"] });
}

/** A context of a browser in which SITE is this folder; `missing` gets each of its addresses that was asked for in vain. */
export async function visit(browser, folder, { missing = [], ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  await context.route("**/*", (route) => {
    const { href, pathname } = new URL(route.request().url());
    if (!href.startsWith(SITE)) return route.abort();
    const path = decodeURIComponent(pathname).slice(new URL(SITE).pathname.length);
    const file = join(folder, normalize(path.endsWith("/") || !path ? `${path}index.html` : path));
    if (existsSync(file) && statSync(file).isFile()) return route.fulfill({ path: file });
    missing.push(path);
    return route.fulfill({ status: 404 });
  });
  return context;
}

/** The first of these programs that is installed. */
function inPath(names) {
  for (const name of names) {
    for (const folder of process.env.PATH.split(delimiter)) {
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
