// What the tests of the deck stand on: its slides as they are written, and its programs as they run.
//
//   DIST         the folder with the built deck (deck/), for slides.test.mjs
//   ASYNCIO101   the command line
//   PYTHON       CPython 3.14

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { LANGUAGES, file, programs } from "../../www/deck/programs.js";
import { explain, options } from "../../www/deck/record.js";

export { LANGUAGES, file };

/** The programs, as programs.toml lists them. */
export const PROGRAMS = await programs();

const { ASYNCIO101, PYTHON } = process.env;
const execute = promisify(execFile);
const SLIDES = fileURLToPath(new URL("../../www/deck/slides/", import.meta.url));
const RECORDER = fileURLToPath(new URL("../callback_order.py", import.meta.url));

const scratch = await mkdtemp(join(tmpdir(), "deck-"));
after(() => rm(scratch, { recursive: true }));

/** The slides of a language: name of the file and HTML, in order. */
export async function slides(tag) {
  const names = (await readdir(join(SLIDES, tag))).sort();
  return Promise.all(names.map(async (name) => ({ name, html: await readFile(join(SLIDES, tag, name), "utf8") })));
}

/** Runs a program of the deck by ours: what it prints, and its steps. By CPython: what it prints. */
export async function played(name, tag) {
  const path = file(name, tag);
  const program = PROGRAMS.find((program) => program.name === name);
  const trace = join(scratch, `${tag}-${name}.trace`);
  const lines = program.lines ? ["--trace-lines"] : [];
  const [ours, theirs] = await Promise.all([
    execute(ASYNCIO101, ["run", ...options(program), "--trace", trace, ...lines, path]),
    // With sockets on the system's clock; else on a virtual one, so that nobody waits.
    execute(PYTHON, program.network ? [path] : [RECORDER, join(scratch, `${tag}-${name}.order`), path]),
  ]);
  assert.equal(ours.stderr, "", `${tag}/${name}.py complains`);
  return { ours: ours.stdout, theirs: theirs.stdout, steps: await explain(ASYNCIO101, trace) };
}

/** What a piece of Python prints, by CPython and by ours: the same. */
export async function python(code) {
  const [ours, theirs] = await Promise.all([
    execute(ASYNCIO101, ["run", "-c", code]),
    execute(PYTHON, ["-c", code]),
  ]);
  assert.equal(ours.stdout, theirs.stdout, "CPython prints the same");
  return theirs.stdout.trim();
}

/** What a piece of Python prints by CPython: for what is about CPython itself. */
export async function cpython(code, ...args) {
  return (await execute(PYTHON, ["-c", code, ...args])).stdout.trim();
}
