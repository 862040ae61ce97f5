// Puts the element and the plugin for reveal.js into a folder, beside player.html: node build.js <folder>
//
//   asyncio101.js           the element, an ES module
//   asyncio101.classic.js   the same for <script defer>: a place that sends no CORS headers cannot serve a module to others
//   asyncio101-reveal.js    the plugin, which imports the first
//   asyncio101-reveal.classic.js  both for <script defer>
//   asyncio101.d.ts         the types of both
//   package.json            so that the folder is an npm package

import { build } from "esbuild";
import { cp, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("Say where to build: node build.js <folder>");
  process.exit(2);
}
const out = resolve(folder);
const shared = {
  absWorkingDir: here,
  minify: true,
  target: ["chrome123", "firefox128", "safari17.5"],
  legalComments: "none",
  logLevel: "warning",
};

await build({ ...shared, entryPoints: ["asyncio101.js", "asyncio101-reveal.js"], outdir: out, format: "esm" });
await build({
  ...shared,
  entryPoints: { "asyncio101.classic": "asyncio101.js", "asyncio101-reveal.classic": "asyncio101-reveal.js" },
  outdir: out,
  bundle: true,
  format: "iife",
  // Only while the script runs for the first time does the page say which one it is: that is when the element asks.
  define: { "import.meta.url": "document.currentScript.src" },
});
await cp(join(here, "asyncio101.d.ts"), join(out, "asyncio101.d.ts"));

const { private: _private, scripts: _scripts, devDependencies: _dependencies, ...shipped } = JSON.parse(await readFile(join(here, "package.json"), "utf8"));
await writeFile(join(out, "package.json"), `${JSON.stringify(shipped, null, 2)}\n`);
