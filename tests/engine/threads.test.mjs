// The threads of a tab, as a page meets them. What they do beside CPython's: tests/parity/threads.
//
//   DIST=path/to/dist BROWSER=chromium|firefox node --test tests/engine/threads.test.mjs

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { open } from "./harness.mjs";

const dist = process.env.DIST ?? new URL("../../dist", import.meta.url).pathname;

let tab;
before(async () => {
  tab = await open(process.env.BROWSER ?? "chromium", dist);
});
after(() => tab?.close());

/** Runs a program that must end well, and returns what it printed. */
async function printed(source, options = {}) {
  const { stdout, stderr, ending } = await tab.run({ source, ...options });
  assert.deepEqual([stderr, ending.outcome ?? ending], ["", { kind: "finished" }]);
  return stdout;
}

test("threads take turns on the virtual clock, which jumps to the next deadline of any", async () => {
  const source = `
import asyncio, threading, time
def nap(name, seconds):
    for _ in range(2):
        time.sleep(seconds)
        print(name, time.monotonic() - began > 0, round(time.monotonic() - began))
began = time.monotonic()
threads = [threading.Thread(target=nap, args=pair) for pair in (('a', 3600), ('b', 5400))]
for thread in threads: thread.start()
async def main():
    await asyncio.sleep(4000)
    print('loop', round(time.monotonic() - began))
asyncio.run(main())
for thread in threads: thread.join()
print(threading.Event().wait(100), round(time.monotonic() - began))`;
  const expected = ["a True 3600", "loop 4000", "b True 5400", "a True 7200", "b True 10800", "False 10900"];
  assert.equal(await printed(source, { clock: "virtual" }), `${expected.join("\n")}\n`);
});

test("threads that compute do not keep a recorded loop from its turns", async () => {
  const source = `
import asyncio, threading
ticks, enough = 0, threading.Event()
def add(number): return number + 1
def compute():
    number = 0
    while not enough.is_set(): number = add(number)
    return number > 0
def spin():
    number = 0
    while ticks < 6: number += 1
    return number > 0
async def tick():
    global ticks
    for _ in range(6):
        await asyncio.sleep(0.001)
        ticks += 1
        if ticks == 3: enough.set()
async def main():
    print(await asyncio.gather(asyncio.to_thread(compute), asyncio.to_thread(spin), tick()))
asyncio.run(main())`;
  assert.equal(await printed(source, { record: "loop" }), "[True, True, None]\n");
});

test("a thread that looks at a lock again and again lets the others go on", async () => {
  const source = `
import queue, threading
things, given = queue.Queue(), threading.Event()
def give():
    given.wait()
    for number in range(3): things.put(number)
def look():
    got = []
    while len(got) < 3:
        try: got.append(things.get_nowait())
        except queue.Empty: given.set()
    print(got)
looking = threading.Thread(target=look)
giving = threading.Thread(target=give)
looking.start()
giving.start()
looking.join()
giving.join()
lock, held = threading.Lock(), []
lock.acquire()
threading.Thread(target=lambda: (held.append(1), lock.release())).start()
while not lock.acquire(blocking=False): pass
print(held)`;
  assert.equal(await printed(source), "[0, 1, 2]\n[1]\n");
});

test("threads are stopped with the program: Stop is the main thread's", async () => {
  const source = `
import threading, time
def work():
    while True: time.sleep(0.001)
threading.Thread(target=work, daemon=True).start()
never = threading.Event()
try:
    print('go')
    never.wait()
finally:
    print('cleaned up')`;
  for (const record of ["off", "loop"]) {
    const { stdout, stderr, ending } = await tab.run({ source, record, stopAfter: 50 });
    assert.equal(stdout, "go\ncleaned up\n");
    assert.match(stderr, /KeyboardInterrupt\n$/);
    assert.deepEqual(ending.outcome, { kind: "interrupted" });
  }
  // Nothing is left of them.
  assert.equal(await printed("import threading; print(threading.active_count())"), "1\n");
});

test("a signal from inside the program reaches a loop that waits, and its handler", async () => {
  const source = `
import _thread, asyncio, signal, threading
async def main():
    asyncio.get_running_loop().call_later(0.01, _thread.interrupt_main)
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        print('cleaned up')
for _ in range(2):
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        print('interrupted')
signal.signal(signal.SIGTERM, lambda *told: print(told[0] == signal.SIGTERM))
_thread.interrupt_main(signal.SIGTERM)
thread = threading.Thread(target=_thread.interrupt_main, args=(signal.SIGTERM,))
thread.start()
thread.join()
_thread.interrupt_main(signal.SIGUSR1)
try:
    _thread.interrupt_main(1000)
except ValueError as error:
    print(error)`;
  const told = "cleaned up\ninterrupted\n".repeat(2) + "True\nTrue\nsignal number out of range\n";
  for (const clock of ["real", "virtual"]) assert.equal(await printed(source, { clock }), told);
});

test("signals that threads send while the main one does not look are heard in the order of their numbers, all of them", async () => {
  const source = `
import _thread, signal, threading
def send():
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGTERM):
        _thread.interrupt_main(number)
for number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, lambda number, frame: print(signal.Signals(number).name))
thread = threading.Thread(target=send)
thread.start()
thread.join()`;
  for (const clock of ["real", "virtual"]) assert.equal(await printed(source, { clock }), "SIGHUP\nSIGTERM\n", clock);
});

test("threads read, and wait for, the same input", async () => {
  const source = `
import threading
lines = []
thread = threading.Thread(target=lambda: lines.append(input()))
thread.start()
thread.join()
print(lines, input())`;
  const { stdout } = await tab.run({ source, inputs: ["one", "two"] });
  assert.equal(stdout, "['one'] two\n");
});

test("threads that would all wait forever are told so", async () => {
  const source = `
import threading, time
lock = threading.Lock()
began = time.monotonic()
print(lock.acquire(), lock.acquire(timeout=0.2), lock.acquire(blocking=False), threading.Event().wait(0.2))
print(time.monotonic() - began >= 0.4)
with threading.RLock() as lock: pass
threading.Thread(target=threading.Event().wait, daemon=True).start()
threading.Event().wait()`;
  const { stdout, stderr } = await tab.run(source);
  assert.equal(stdout, "True False False False\nTrue\n");
  assert.match(stderr, /RuntimeError: deadlock: /);
});
