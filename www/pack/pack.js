// Packs a built site for a host: node pack.js <built> <packed> [--quick]
//
// What is built has plain names and nothing compressed, so that it is soon built again. Packed, it is the same site with
//
//   app-HASH/, engine-HASH/   the two folders that hold nearly all of it, named by what is in them: a browser may keep such a file
//                             for ever, and a page never meets another engine than the one it was built with
//   FILE.br, FILE.gz          beside each file that gets smaller by it, for hosts that send those (docs/hosting.md)
//
// A folder of that name that is there already is left as it is. --quick compresses little: for tests.

import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { extname, join, relative, resolve } from "node:path";
import { parseArgs, promisify } from "node:util";
import { brotliCompress, constants, deflateSync, gzip, inflateSync } from "node:zlib";

/** The folders that are named by what is in them. */
const NAMED = ["app", "engine"];
/** The pages that name files of theirs, and the engine. */
const PAGES = ["index.html", "player.html", "learn/index.html"];
/** What is compressed in itself. */
const DENSE = new Set([".woff2", ".png", ".pdf", ".br", ".gz"]);
/** What saves less than this part of a file, and less than this many bytes, is not worth another file. */
const WORTH = { part: 0.05, bytes: 256 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false } },
});
const { quick } = values;
const [built, packed] = positionals;
if (!packed) fail("Say what to pack, and where to: node pack.js <built> <packed>");
const [from, to] = [built, packed].map((folder) => resolve(folder));
const there = await list(to);
if (there.length > 0 && !there.includes("player.html")) fail(`${to} is no packed site, and not empty`);
const wanted = await list(from);
for (const name of [...NAMED, "player.html"]) {
  if (!wanted.includes(name)) fail(`${from} is no built site: ${name} is missing`);
}

const names = new Map();
for (const name of NAMED) names.set(name, `${name}-${await hash(join(from, name))}`);
const kept = new Set(names.values());
for (const name of there) {
  if (!kept.has(name)) await rm(join(to, name), { recursive: true });
}
await mkdir(to, { recursive: true });
for (const name of wanted) {
  const place = join(to, names.get(name) ?? name);
  if (there.includes(names.get(name))) continue;
  // A folder has its name when all of it is there.
  const half = `${place}.half`;
  await cp(join(from, name), half, { recursive: true, preserveTimestamps: true });
  if (name === "engine") await loosen(half);
  if (names.has(name)) await compress(half);
  await rename(half, place);
}
// The page's module has this address in it.
await cp(join(from, "app/licences.txt"), join(to, "app/licences.txt"), { preserveTimestamps: true });
for (const page of PAGES.filter((page) => wanted.includes(page.split("/")[0]))) await point(join(to, page));
for (const name of [...wanted.filter((name) => !names.has(name)), "app"]) await compress(join(to, name));

function fail(reason) {
  console.error(reason);
  process.exit(2);
}

/** The names in a folder; none if there is no such folder. */
async function list(folder) {
  return readdir(folder).catch(() => []);
}

/** The files below a path, or the path if it is one. */
async function files(path) {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (!entries) return [path];
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

/** What is in a folder, in sixteen digits. */
async function hash(folder) {
  const hash = createHash("sha256");
  for (const file of await files(folder)) {
    const content = await readFile(file);
    hash.update(`${relative(folder, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

/** Has a page name the folders as they are called now. */
async function point(page) {
  const app = names.get("app");
  const text = (await readFile(page, "utf8"))
    .replace(/\b(href|src)="app\//g, (_, attribute) => `${attribute}="${app}/`)
    .replace(/<html\b/, (tag) => `${tag} data-engine="./${names.get("engine")}/worker.js"`);
  await writeFile(page, text);
}

/**
 * Has the bundles of an engine hold their modules as they are. Each of them is compressed by itself, for hosts that compress nothing;
 * together they get much smaller. (What is in a bundle: www/engine/library.)
 */
async function loosen(engine) {
  for (const file of (await files(join(engine, "lib"))).filter((file) => file.endsWith(".bundle"))) {
    const bundle = await readFile(file);
    const loose = [];
    for (let at = 0; at < bundle.length; ) {
      const [nameLength, length] = [bundle.readUInt32LE(at), bundle.readUInt32LE(at + 4)];
      const name = bundle.subarray(at + 8, (at += 8 + nameLength));
      let content = bundle.subarray(at, (at += length));
      if (name.toString().endsWith(".code")) {
        content = Buffer.concat([content.subarray(0, 4), deflateSync(inflateSync(content.subarray(4)), { level: 0 })]);
      }
      const lengths = Buffer.alloc(8);
      lengths.writeUInt32LE(name.length, 0);
      lengths.writeUInt32LE(content.length, 4);
      loose.push(lengths, name, content);
    }
    await writeFile(file, Buffer.concat(loose));
  }
}

/** Puts the compressed forms of all files below a path beside them. */
async function compress(path) {
  const waiting = (await files(path)).filter((file) => !DENSE.has(extname(file)));
  // Compression has threads of its own, as many as this.
  const work = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) await compressOne(file);
  };
  await Promise.all(Array.from({ length: 4 }, work));
}

async function compressOne(file) {
  const content = await readFile(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quick ? 4 : constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  const forms = { br: promisify(brotliCompress)(content, { params }), gz: promisify(gzip)(content, { level: quick ? 1 : 9 }) };
  for (const [ending, form] of Object.entries(forms)) {
    const smaller = await form;
    const saved = content.length - smaller.length;
    if (saved >= WORTH.bytes && saved >= content.length * WORTH.part) await writeFile(`${file}.${ending}`, smaller);
  }
}
