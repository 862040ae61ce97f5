// Every program in tests/parity, by CPython and in a tab: the same output, errors and exit status, byte by byte.
//
//   DIST=path/to/dist BROWSER=chromium|firefox node --test tests/engine/parity.test.mjs
//
// $PARITY names programs to run, separated by spaces, instead of all. Which CPython: tools/cpython.sh. Without a
// CPython 3.14 there is nothing to compare with, and they are skipped.

import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";

import { open, status } from "./harness.mjs";

const dist = process.env.DIST ?? new URL("../../dist", import.meta.url).pathname;
const browser = process.env.BROWSER ?? "chromium";
const script = new URL("../../tools/cpython.sh", import.meta.url).pathname;
const python = spawnSync(script, ["path"], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).stdout.trim();
const folder = new URL("../parity/", import.meta.url);

const wanted = process.env.PARITY?.split(/\s+/).filter(Boolean);
const programs = ["", "network/", "threads/"]
  .flatMap((within) => readdirSync(new URL(within, folder)).map((file) => within + file))
  .filter((file) => file.endsWith(".py"))
  .filter((file) => !wanted || wanted.includes(file.slice(0, -".py".length)))
  .sort();

/** What CPython makes of a program. */
function reference(file, input) {
  return new Promise((resolve, reject) => {
    const child = execFile(python, [file], { cwd: folder, encoding: "utf8" }, (error, stdout, stderr) => {
      if (error && typeof error.code !== "number") reject(error);
      else resolve({ stdout, stderr, status: error ? error.code : 0 });
    });
    child.stdin.end(input);
  });
}

let tab;
before(async () => {
  tab = await open(browser, dist);
});
after(() => tab?.close());

test("there are programs to compare", () => assert.notEqual(programs.length, 0));

for (const file of programs) {
  const skip = python === "" && "no CPython 3.14";
  test(`${file.slice(0, -".py".length)} in ${browser}`, { skip }, async () => {
    const typed = new URL(file.replace(/\.py$/, ".in"), folder);
    const input = existsSync(typed) ? readFileSync(typed, "utf8") : "";
    const [expected, { stdout, stderr, ending }] = await Promise.all([
      reference(file, input),
      tab.run({
        source: readFileSync(new URL(file, folder), "utf8"),
        filename: file,
        inputs: input === "" ? [] : input.replace(/\n$/, "").split("\n"),
        limit: 60_000,
      }),
    ]);
    const ended = status(ending);
    assert.notEqual(ended, null, JSON.stringify(ending));
    assert.deepEqual({ stdout, stderr, status: ended }, expected);
  });
}
