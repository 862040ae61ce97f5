// Holding a program, leading it on, and stopping it: whatever it does.
//
//   DIST=path/to/dist BROWSER=chromium|firefox node --test tests/engine/hold.test.mjs

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { open } from "./harness.mjs";

const dist = process.env.DIST ?? new URL("../../dist", import.meta.url).pathname;
const browser = process.env.BROWSER ?? "chromium";

let tab;
before(async () => (tab = await open(browser, dist)));
after(() => tab?.close());

/** Programs without an end that never give way, each in another manner. */
const BUSY = {
  "a loop": `print("begins")
n = 0
while True:
    n += 1`,
  "a loop in a coroutine": `import asyncio
async def main():
    print("begins")
    n = 0
    while True:
        n += 1
asyncio.run(main())`,
  "calls of functions": `def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print("begins")
fib(50)`,
  "awaits of what waits for nothing": `import asyncio
async def nothing(): pass
async def main():
    print("begins")
    while True: await nothing()
asyncio.run(main())`,
  "looks at the clock": `import time
print("begins")
list(iter(time.monotonic, None))`,
  "a generator": `def numbers():
    n = 0
    while True:
        yield n
        n += 1
print("begins")
sum(numbers())`,
  "prints": `print("begins")
while True: print("again", end=" ")`,
  "a sleep in the thread": `import time
print("begins")
time.sleep(60)`,
};

describe(`held in ${browser}`, () => {
  for (const [name, source] of Object.entries(BUSY)) {
    test(`${name}: nothing happens until it is let go on`, async () => {
      const { pauses, heldAt, ending } = await tab.run({
        source,
        record: "loop",
        pauseAfter: "begins\n",
        stopAfter: 0,
        stopOn: "resume",
      });
      const [held, stillHeld] = pauses;
      assert.ok(held.startsWith("begins\n"), held);
      assert.equal(stillHeld, held);
      assert.ok(heldAt[0] > 0, "it is said at which line");
      assert.equal(ending.outcome?.kind, "interrupted", JSON.stringify(ending));
    });
  }

  test("its clock stands still meanwhile, and no timeout runs out", async () => {
    const source = `import asyncio, time
async def main():
    print("begins")
    try:
        async with asyncio.timeout(0.6):
            await asyncio.sleep(0.05)
        print("in time")
    except TimeoutError:
        print("too late")
asyncio.run(main())`;
    const { stdout, pauses, ending } = await tab.run({
      source,
      record: "loop",
      query: "?clocked",
      passes: true,
      steps: [
        { on: "timer", send: [{ type: "pause" }] },
        { on: "paused", send: [{ type: "pass", ms: 700 }, { type: "resume" }] },
      ],
    });
    // Timers count whole milliseconds: another one may be needed for the rest.
    assert.ok(ending.tookMs >= 50 && ending.tookMs < 53, `nor is it said to have taken longer: ${ending.tookMs}`);
    assert.equal(stdout, "begins\nin time\n");
    assert.deepEqual(pauses, ["begins\n"], "it was held");
  });

  test("line by line, a program is led on by lines", async () => {
    const source = `import asyncio
async def main():
    print("begins")
    total = 0
    while True:
        total += 1
        if total > 1_000_000:
            break
asyncio.run(main())`;
    const { heldAt } = await tab.run({
      source,
      record: "lines",
      pauseAfter: "begins\n",
      advances: [...Array(8).fill("within"), "stop"],
    });
    assert.equal(heldAt.length, 9);
    const next = { 3: 4, 4: 5, 5: 6, 6: 7, 7: 5 };
    const [first, ...rest] = heldAt;
    rest.reduce((before, line) => (assert.equal(line, next[before], heldAt.join()), line), first);
  });

  test("a program that is held does nothing until it is let go on", async () => {
    const { stdout, pauses, ending } = await tab.run({
      source: `import asyncio
async def main():
    for n in range(200):
        print(n)
        await asyncio.sleep(0.001)
asyncio.run(main())`,
      record: "loop",
      query: "?clocked",
      passes: true,
      steps: [{ on: "timer", printed: "3\n", send: [{ type: "pause" }] }],
    });
    assert.equal(ending.outcome.kind, "finished");
    assert.equal(stdout.trim().split("\n").length, 200);
    const [held, stillHeld] = pauses;
    assert.ok(held.length < stdout.length);
    assert.equal(stillHeld, held);
  });

  test("a program that is held can be led from turn to turn", async () => {
    const { stdout, pauses } = await tab.run({
      source: `import asyncio
async def main():
    print("begins")
    await asyncio.sleep(3600)
    for n in range(5):
        print(n)
        await asyncio.sleep(0)
asyncio.run(main())`,
      pauseAfter: "begins\n",
      // However late it is held, it sleeps.
      advances: ["jump", "advance", "advance", "advance"],
    });
    // In the first turn the sleep ends, in each of the others the task takes a step.
    const steps = ["", "", "0\n", "0\n1\n", "0\n1\n2\n"];
    assert.deepEqual(pauses.slice(0, 5), steps.map((printed) => `begins\n${printed}`));
    assert.equal(stdout, "begins\n0\n1\n2\n3\n4\n");
  });

  test("a program that is held can jump over its waits, and its clock jumps along", async () => {
    const { stdout, ending } = await tab.run({
      source: `import asyncio, time
async def main():
    loop = asyncio.get_running_loop()
    began = loop.time(), time.time()
    print("begins")
    await asyncio.sleep(0.5)
    for n in range(3):
        await asyncio.sleep(3600)
    print(round((loop.time() - began[0]) / 3600), round((time.time() - began[1]) / 3600))
asyncio.run(main())`,
      pauseAfter: "begins\n",
      advances: Array(20).fill("jump"),
    });
    assert.equal(ending.outcome?.kind, "finished");
    assert.equal(stdout, "begins\n3 3\n");
  });
});

describe(`stopped in ${browser}`, () => {
  test("a recorded program that never gives way cleans up behind it", async () => {
    const source = `try:
    print("begins")
    while True: pass
finally:
    print("cleaned up")`;
    const { stdout, stderr, ending } = await tab.run({ source, record: "loop", stopAfter: 50 });
    assert.deepEqual([stdout, ending.outcome], ["begins\ncleaned up\n", { kind: "interrupted" }]);
    assert.match(stderr, /line 3, in <module>[^]*KeyboardInterrupt\n$/);
  });

  test("one whose loop does has its time to clean up", async () => {
    const source = `import asyncio
async def main():
    try:
        print("begins")
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(0.6)
        print("cleaned up")
asyncio.run(main())`;
    const { stdout, ending } = await tab.run({ source, record: "loop", stopAfter: 50 });
    assert.deepEqual([stdout, ending.outcome], ["begins\ncleaned up\n", { kind: "interrupted" }]);
  });

  for (const [what, blocks] of [
    ["computes", "while True: pass"],
    ["sleeps in its thread", "time.sleep(3600)"],
    ["asks for input", "input()"],
  ]) {
    test(`one that ${what} inside of its loop, which never gets to hear of it, cleans up, too`, async () => {
      const source = `import asyncio, time
async def main():
    try:
        print("begins")
        ${blocks}
    finally:
        print("cleaned up")
asyncio.run(main())`;
      const { stdout, ending } = await tab.run({ source, record: "loop", inputs: null, stopAfter: 50 });
      assert.deepEqual([stdout, ending.outcome], ["begins\ncleaned up\n", { kind: "interrupted" }]);
    });
  }

  test("one that is held has its time to clean up, and is not held in it", async () => {
    const source = `import asyncio
async def main():
    print("begins")
    try:
        await asyncio.sleep(3600)
    finally:
        for _ in range(3): await asyncio.sleep(0)
        print("cleaned up")
asyncio.run(main())`;
    const { stdout, ending, heldAt } = await tab.run({
      source,
      record: "loop",
      pauseAfter: "begins\n",
      advances: ["stop"],
    });
    assert.deepEqual([stdout, ending.outcome], ["begins\ncleaned up\n", { kind: "interrupted" }]);
    assert.equal(heldAt.length, 1);
  });
});
