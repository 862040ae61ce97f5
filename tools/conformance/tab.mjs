// Runs the tests of one module of CPython's in a browser's tab, and tells what becomes of each, a line of JSON per test:
//
//   node tools/conformance/tab.mjs --browser chromium|firefox --dist DIST [--limit MS] TESTS MODULE
//
// prints lines as one_module.py notes them down: ["passed", "test.test_asyncio....", ""]. TESTS is the folder of
// CPython's package `test`, and MODULE may name one test, too. A tab has no files: those that the module needs are in
// the program that is run there, which writes them down before it begins (in_a_tab.py). When an engine dies or hangs,
// the next one goes on behind the test it was in.

import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { open } from "../../tests/engine/harness.mjs";

/** So many engines may die or hang in one module. */
const ENGINES = 30;
/** What the notes begin with, among what tests print. */
const MARK = "\0note ";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    browser: { type: "string", default: "chromium" },
    dist: { type: "string" },
    limit: { type: "string", default: "300000" },
    version: { type: "boolean" },
  },
});
const [tests, module] = positionals;
if (!options.dist || !(module || options.version)) {
  console.error("usage: node tools/conformance/tab.mjs --browser chromium|firefox --dist DIST TESTS MODULE | --version");
  process.exit(2);
}

const read = (file) => readFileSync(new URL(file, import.meta.url), "utf8");

/** The modules that `text` imports, as far as they are of the package `test`; some are names in one. */
function* imported(text, parent) {
  for (const [, name] of text.matchAll(/^\s*import (test[\w.]*)/gm)) yield name;
  for (const [, module, names] of text.matchAll(/^\s*from (\.*[\w.]*) import (\([^)]*\)|.*)$/gm)) {
    const from = module.startsWith(".") ? parent + module.slice(1).replace(/^(?=.)/, ".") : module;
    if (!/^test\b/.test(from)) continue;
    yield from;
    for (const [name] of names.matchAll(/\w+/g)) yield `${from}.${name}`;
  }
}

/** What a module of the tests needs of the folder they are in: the contents of files by their paths. */
function needed(tests, module) {
  const files = {};
  const add = (path) => (files[path] ??= readFileSync(join(tests, path), "utf8"));
  const waiting = [module, "test.support.socket_helper"];
  const seen = new Set();
  for (let name; (name = waiting.pop()); ) {
    if (seen.has(name)) continue;
    seen.add(name);
    const place = name.replaceAll(".", "/");
    const isPackage = existsSync(join(tests, place, "__init__.py"));
    const path = isPackage ? `${place}/__init__.py` : `${place}.py`;
    const parent = name.slice(0, Math.max(name.lastIndexOf("."), 0));
    if (parent) waiting.push(parent);
    if (existsSync(join(tests, path))) waiting.push(...imported(add(path), isPackage ? name : parent));
  }
  const text = Object.values(files).join("\n");
  const data = readdirSync(join(tests, "test/certdata")).filter((name) => text.includes(name));
  for (const name of data.filter((name) => statSync(join(tests, "test/certdata", name)).isFile())) {
    add(`test/certdata/${name}`);
  }
  return files;
}

/** The program that runs what is left of a module: all but the tests that are noted down. */
function program(files, notes) {
  const told = { files, module, notes, mark: MARK, runner: read("one_module.py") };
  return read("in_a_tab.py").replace(/^TOLD = None$/m, () => `TOLD = ${JSON.stringify(JSON.stringify(told))}`);
}

function notesIn(stdout) {
  const lines = stdout.split("\n").filter((line) => line.startsWith(MARK));
  return lines.map((line) => JSON.parse(line.slice(MARK.length)));
}

function lastLine(text) {
  return text.split("\n").findLast((line) => line.trim())?.trim().slice(0, 200) ?? "without a word";
}

const say = (notes) => notes.forEach((note) => console.log(JSON.stringify(note)));

/** Runs the module, in one engine after the other until it is through. */
async function runModule(tab) {
  const files = needed(tests, module);
  const known = [];
  for (let engine = 0; engine < ENGINES; engine++) {
    const source = program(files, known);
    const { stdout, stderr, ending } = await tab.run({ source, filename: "tests.py", limit: Number(options.limit) });
    const notes = notesIn(stdout);
    const outcomes = notes.filter(([what]) => what !== "begins" && what !== "ends");
    say(outcomes);
    known.push(...outcomes);
    const [what, test] = notes.at(-1) ?? [];
    if (what === "ends") return;
    const hung = ending.type === "terminated";
    const how = hung ? `it hung for ${options.limit / 1000} s` : `it ended early: ${ending.reason ?? lastLine(stderr)}`;
    const failed = ["failed", what === "begins" ? test : module, how];
    say([failed]);
    known.push(failed);
    // Where it was in no test, it would be in none the next time.
    if (what !== "begins") return;
  }
}

const tab = await open(options.browser, options.dist);
try {
  if (options.version) say([[tab.version]]);
  else await runModule(tab);
} finally {
  await tab.close();
}
