// Parts the modules of a built site in two, and packs the engine's scripts into one: node part.js <built> <parted>
//
//   <built>   a built site (make dist); what its modules are parted by lies in the pkg/ of their crates (www/wasm.sh)
//   <parted>  the folder for the same site in parts, which pack.js packs
//
// What is used first is found by using it, in a browser (profile.js). SPLIT names the program that does the rest, asyncio101-split
// (split/).

import { execFileSync } from "node:child_process";
import { cp, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { MODULES, usedFirst } from "./profile.js";

const [built, parted] = process.argv.slice(2).map((path) => resolve(path));
if (!parted) {
  console.error("Say which site, and where to: node part.js <built> <parted>");
  process.exit(2);
}
const split = (...parameters) => execFileSync(process.env.SPLIT ?? "asyncio101-split", parameters, { stdio: "inherit" });

await rm(parted, { recursive: true, force: true });
await cp(built, parted, { recursive: true, preserveTimestamps: true });
const scratch = await mkdtemp(join(tmpdir(), "asyncio101-part-"));
try {
  for (const [name, folder] of MODULES) {
    const kept = (form) => fileURLToPath(new URL(`../${folder}/pkg/${name}_${form}.wasm`, import.meta.url));
    const marked = join(scratch, "marked.wasm");
    // It stays for `asyncio101-split weigh`.
    const used = kept("used").replace(/\.wasm$/, "");
    split("mark", kept("bg"), marked);
    await writeFile(used, await usedFirst(built, name, marked));
    split("part", kept("bg"), kept("linked"), used, ...["bg", "rest"].map((part) => join(parted, folder, `${name}_${part}.wasm`)));
  }
} finally {
  await rm(scratch, { recursive: true });
}
for (const script of ["asyncio101_engine.js", "host"]) await rm(join(parted, "engine", script), { recursive: true });
// A request for each of a dozen small files would cost more than they do.
await build({
  entryPoints: [join(built, "engine", "worker.js")],
  outfile: join(parted, "engine", "worker.js"),
  allowOverwrite: true,
  // A browser that gets it compressed is told no other length: with it the page says how far it has come.
  define: { ENGINE_BYTES: String((await stat(join(parted, "engine", "asyncio101_engine_bg.wasm"))).size) },
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
});
