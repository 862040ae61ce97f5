// What an embed makes a reader download: at most what docs/embedding.md says.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync, constants } from "node:zlib";

// What travels from a host is the site in parts.
const DIST = process.env.PARTED ?? process.env.DIST;
process.env.DIST = DIST;
const { here, open, recorded } = await import("./support.js");

/** The table of sizes: what is loaded, and how many bytes of it may travel. */
const allowed = new Map([...readFileSync(join(here, "../../docs/embedding.md"), "utf8")
  .matchAll(/^\| `([^`]+)`[^|]*\|[^|]*\| ([\d,]+) kB \|$/gm)]
  .map(([, name, kB]) => [name, Number(kB.replace(",", "")) * 1000]));

/** A file as a host sends it that compresses once, when it is put there. */
function compressed(path, quality = constants.BROTLI_MAX_QUALITY) {
  const content = readFileSync(join(DIST, path));
  // What is compressed already is sent as it is.
  return path.endsWith(".woff2") ? content.length : brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }).length;
}

test("the element is smaller than 5 kB", () => {
  assert.ok(compressed("asyncio101.js") < 5000);
  assert.ok(compressed("asyncio101-reveal.js") < 2500);
  assert.ok(compressed("asyncio101-reveal.classic.js") < 7500, "which has both in it");
});

/** Whether nobody waits for this: it is fetched ahead. */
const isAhead = (path) => path.endsWith("_rest.wasm") || path.endsWith("/common.bundle");

test("what an embed loads before and after Run is what the documentation says", async (t) => {
  const { place, embed } = await open(t, { folders: [join(here, "plain"), recorded] });
  await embed().drawn();
  const before = new Set(place.asked);
  await embed().ran();
  const after = new Set(place.asked.filter((path) => !before.has(path)));
  const sum = (paths, quality) => [...paths].reduce((bytes, path) => bytes + compressed(path, quality), 0);
  const found = {
    "asyncio101.js": compressed("asyncio101.js"),
    "player.html": sum([...before].filter((path) => path !== "asyncio101.js" && !isAhead(path))),
    // The best compression of the engine takes a minute, and is a tenth smaller.
    "engine/": sum([...after].filter((path) => !isAhead(path)), 9),
    "*_rest.wasm": sum([...before, ...after].filter(isAhead), 9),
  };
  for (const [name, bytes] of Object.entries(found)) t.diagnostic(`${name}: ${(bytes / 1000).toFixed(1)} kB`);
  for (const [name, bytes] of Object.entries(found)) {
    assert.ok(bytes <= allowed.get(name), `${name} is ${bytes} bytes, and docs/embedding.md allows ${allowed.get(name)}`);
  }
});
