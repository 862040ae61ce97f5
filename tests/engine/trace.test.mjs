// Traces of a tab: on the virtual clock, the same bytes as on a desktop.
//
//   DIST=path/to/dist BROWSER=chromium|firefox ASYNCIO101=path/to/asyncio101 node --test tests/engine/trace.test.mjs
//
// $PARITY names programs of tests/parity to compare, separated by spaces, instead of all.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";

import { open } from "./harness.mjs";

const dist = process.env.DIST ?? new URL("../../dist", import.meta.url).pathname;
const browser = process.env.BROWSER ?? "chromium";
const desktop = process.env.ASYNCIO101 ?? new URL("../../target/debug/asyncio101", import.meta.url).pathname;
const folder = new URL("../parity/", import.meta.url);

const wanted = process.env.PARITY?.split(/\s+/).filter(Boolean);
const programs = ["", "network/"]
  .flatMap((within) => readdirSync(new URL(within, folder)).map((file) => within + file))
  .filter((file) => file.endsWith(".py"))
  .map((file) => file.slice(0, -".py".length))
  .filter((name) => !wanted || wanted.includes(name))
  .sort();

let tab;
let scratch;
before(async () => {
  scratch = mkdtempSync(join(tmpdir(), "asyncio101-"));
  tab = await open(browser, dist);
});
after(async () => {
  await tab?.close();
  rmSync(scratch, { recursive: true });
});

/** Runs a program on the desktop and gives its trace, or its story. */
function onTheDesktop(...parameters) {
  return new Promise((resolve, reject) => {
    const child = execFile(desktop, parameters, { cwd: folder, encoding: "utf8" }, (error, stdout) => {
      if (error && typeof error.code !== "number") reject(error);
      else resolve(stdout);
    });
    child.stdin.end();
  });
}

async function explain(name, trace) {
  const file = join(scratch, `${name}.trace`);
  writeFileSync(file, trace);
  return onTheDesktop("explain", file);
}

describe(`traces in ${browser}`, () => {
  test("there are programs to compare", () => assert.notEqual(programs.length, 0));

  for (const name of programs) {
    test(name, async () => {
      const file = join(scratch, "desktop.trace");
      await onTheDesktop("run", "--clock", "virtual", "--trace", file, `${name}.py`);
      const expected = readFileSync(file);
      const { trace } = await tab.run({
        source: readFileSync(new URL(`${name}.py`, folder), "utf8"),
        filename: basename(`${name}.py`),
        clock: "virtual",
        record: "loop",
      });
      const actual = Buffer.from(trace, "base64");
      if (expected.equals(actual)) return;
      assert.equal(await explain("tab", actual), await explain("desktop", expected));
      assert.fail("the traces tell the same story in other bytes");
    });
  }

  test("each print carries the step at which the trace tells of it, and what is written past it none", async () => {
    const source = `import asyncio, os, sys
async def child(name):
    print("same")
    await asyncio.sleep(0)
    print("cut", end=" ")
    await asyncio.sleep(0)
    print("off", name)
    print("same", file=sys.stderr)
    os.write(1, b"same\\n")
    sys.stdout.buffer.write("ğ\\n".encode())
async def main():
    for _ in range(12000):
        print("many")
    await asyncio.gather(child("a"), child("b"))
asyncio.run(main())
print("same")
`;
    const { prints, trace } = await tab.run({ source, clock: "virtual", record: "loop" });
    const told = new Map();
    for (const line of (await explain("prints", Buffer.from(trace, "base64"))).split("\n")) {
      const [, step, by, text] = /^ *(\d+) +\S+ +(.*?) prints “(.*)”/.exec(line) ?? [];
      if (step) told.set(Number(step), { by, text });
    }
    const known = prints.filter(({ step }) => step !== undefined);
    assert.deepEqual(known.filter(({ step, text }) => told.get(step)?.text !== text.replace(/\n$/, "")), []);
    assert.equal(new Set(known.map(({ step }) => step)).size, told.size, "the trace tells of no other print");
    const same = known.filter(({ text }) => text === "same\n").map(({ step }) => told.get(step).by);
    assert.equal(same.length, 5);
    assert.equal(new Set(same.slice(0, 4)).size, 2, "two tasks printed it");
    const past = prints.filter(({ step }) => step === undefined).map(({ text }) => text).join("");
    assert.equal(past, "same\nğ\n".repeat(2));
  });

  test("a callback says for how long other threads ran while it could have gone on", async () => {
    const source = `
import asyncio, threading
def add(number): return number + 1
def compute():
    global others
    while not enough: others = add(others)
others, enough = 0, False
async def main():
    global enough
    threading.Thread(target=compute).start()
    mine, before = 0, others
    while others < before + 1000: mine = add(mine)
    enough = True
    print(mine > 0)
asyncio.run(main())
`;
    const { stdout, trace } = await tab.run({ source, clock: "real", record: "loop" });
    assert.equal(stdout, "True\n");
    assert.match(await explain("away", Buffer.from(trace, "base64")), /Other threads ran for [\d.]+ (µs|ms|s): here one runs at a time/);
  });

  test("with a seed, chance is the same in a tab and on a desktop", async () => {
    const source = `import asyncio, os, random, secrets, uuid
async def main():
    await asyncio.sleep(random.random())
    print(random.Random().random(), random.randrange(10**9), secrets.token_hex(4), uuid.uuid4(), os.urandom(3).hex())
    print(random.Random(1).random())
asyncio.run(main())
`;
    const program = join(scratch, "main.py");
    const file = join(scratch, "desktop.trace");
    writeFileSync(program, source);
    const options = ["--clock", "virtual", "--seed", "7", "--trace", file];
    const expected = await onTheDesktop("run", ...options, program);
    const run = (seed) => tab.run({ source, clock: "virtual", record: "loop", seed });
    const { stdout, trace } = await run(7);
    assert.equal(stdout, expected);
    assert.ok(Buffer.from(trace, "base64").equals(readFileSync(file)), "the traces are equal");
    assert.notEqual((await run(8)).stdout, expected);
  });

  test("a program that is not recorded has no trace", async () => {
    const { trace, ending } = await tab.run("import asyncio; asyncio.run(asyncio.sleep(0))");
    assert.deepEqual([trace, ending.type], ["", "ended"]);
  });
});
