// The engine as a page meets it: a worker and its messages. Each test names what it proves.
//
//   DIST=path/to/dist BROWSER=chromium|firefox node --test tests/engine/

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { open, status } from "./harness.mjs";

const dist = process.env.DIST ?? new URL("../../dist", import.meta.url).pathname;
const name = process.env.BROWSER ?? "chromium";

let tab;
before(async () => {
  tab = await open(name, dist);
});
after(() => tab?.close());

/** A file of tests/clock, which are run on the desktop, too. */
const program = (file) => readFileSync(new URL(`../clock/${file}`, import.meta.url), "utf8");

const lines = (...text) => `${text.join("\n")}\n`;

/** Runs a program that must end well, and returns what it printed. */
async function printed(source, options = {}) {
  const result = await tab.run({ source, ...options });
  assert.deepEqual([result.stderr, result.ending.outcome ?? result.ending], ["", { kind: "finished" }]);
  return result.stdout;
}

test("the engine says which Python it is and that it can block", async () => {
  const ready = await tab.ready();
  assert.equal(ready.type, "ready", JSON.stringify(ready));
  assert.equal(ready.python, "3.14");
  assert.equal(ready.blocking, true);
  assert.ok(ready.tookMs > 0);
});

test("what the engine runs for itself meanwhile is heard by nobody, and the first program finds an engine as new", async () => {
  const query = "?unasked=0&marks";
  const warmed = await tab.evaluate((query) => window.expectMessage(query, ({ type }) => type === "mark" || type === "crashed"), query);
  assert.equal(warmed.name, "asyncio101: warmed up", JSON.stringify(warmed));
  const source = "import sys; print('asyncio' in sys.modules)";
  assert.equal((await tab.run({ source, query })).stdout, "False\n");
  const said = await tab.evaluate((query) => window.messagesOf(query).filter(({ type }) => type !== "loading"), query);
  assert.deepEqual(said.map(({ type }) => type), ["ready", "mark", "started", "output", "ended"]);
});

test("a program that is sent while the engine runs one for itself waits for it, and can be stopped", async () => {
  const query = "?unasked=0&second";
  await tab.ready(query);
  const source = "import time\nprint('begun')\nwhile True:\n    time.sleep(0.01)\n";
  const { stdout, ending } = await tab.run({ source, query, stopAfter: 0, stopOn: "output" });
  assert.equal(stdout, "begun\n");
  assert.deepEqual(ending.outcome, { kind: "interrupted" });
});

describe("a program's end", () => {
  test("is finished after its last line", async () => {
    const { stdout, ending, clock } = await tab.run("print('hello', 1 + 1)");
    assert.equal(stdout, "hello 2\n");
    assert.deepEqual(ending.outcome, { kind: "finished" });
    assert.ok(ending.tookMs >= 0);
    assert.equal(clock, "real");
  });

  test("is the status it exits with", async () => {
    for (const [argument, expected] of [
      ["", 0],
      ["0", 0],
      ["3", 3],
      ["-1", 255],
      ["True", 1],
      ["256", 0],
    ]) {
      const { ending } = await tab.run(`import sys; sys.exit(${argument})`);
      assert.equal(status(ending), expected, `sys.exit(${argument})`);
    }
  });

  test("is status 1 with a message on stderr when it exits with text", async () => {
    const { stderr, ending } = await tab.run("import sys; sys.exit('no such luck')");
    assert.equal(stderr, "no such luck\n");
    assert.deepEqual(ending.outcome, { kind: "exited", status: 1 });
  });

  test("is the exception nobody caught, and the innermost line of the program", async () => {
    const source = lines("import json", "def parse(text):", "    return json.loads(text)", "", "parse('{')");
    const { stderr, ending } = await tab.run(source);
    assert.deepEqual(ending.outcome, { kind: "raised", exception: "JSONDecodeError", line: 3 });
    assert.match(stderr, /^Traceback \(most recent call last\):\n  File "main\.py", line 5, in <module>\n    parse\('\{'\)\n/);
    assert.match(stderr, /  File "main\.py", line 3, in parse\n    return json\.loads\(text\)\n/);
    assert.match(stderr, /json\.decoder\.JSONDecodeError: Expecting property name[^\n]*\n$/);
  });

  test("shows where an expression failed, as python3 does", async () => {
    const { stderr } = await tab.run(lines("a = 1", "b = (a + 1) / (a - 1) + 2"));
    assert.equal(
      stderr,
      lines(
        "Traceback (most recent call last):",
        '  File "main.py", line 2, in <module>',
        "    b = (a + 1) / (a - 1) + 2",
        "        ~~~~~~~~^~~~~~~~~",
        "ZeroDivisionError: division by zero",
      ),
    );
  });

  test("is a syntax error with its line and a caret", async () => {
    const { stderr, ending } = await tab.run(lines("x = 1", "def f(:", "    pass"));
    assert.deepEqual([ending.outcome.exception, ending.outcome.line], ["SyntaxError", 2]);
    assert.match(stderr, /  File "main\.py", line 2\n    def f\(:\n\s+\^\nSyntaxError: /);
  });

  test("runs what was registered for it", async () => {
    assert.equal(await printed("import atexit\natexit.register(print, 'bye')\nprint('hi')"), "hi\nbye\n");
  });

  test("leaves nothing for the next program", async () => {
    await tab.run("import builtins, os, sys, json\nbuiltins.left = json.left = sys.left = 1\nopen('left', 'w').close()");
    const source = `
import builtins, os, sys, json
print([hasattr(module, 'left') for module in (builtins, sys, json)], os.path.exists('left'), 'left' in globals())`;
    assert.equal(await printed(source), "[False, False, False] False False\n");
  });

  test("leaves nothing that later runs would have to carry", async () => {
    const source = "import asyncio, gc, logging, typing\nasyncio.run(asyncio.to_thread(len, ''))\nprint(len(gc.get_objects()))";
    const counts = [];
    for (let run = 0; run < 6; run++) counts.push(Number(await printed(source, { record: "lines" })));
    // All that a run has imported are thousands. The first makes what serves all.
    assert.ok(counts[5] - counts[1] < 100, String(counts));
  });
});

describe("output", () => {
  test("of both streams comes in the order it was printed", async () => {
    const { pieces } = await tab.run(
      "import sys\nfor i in range(3):\n    print('out', i)\n    print('err', i, file=sys.stderr)",
    );
    const order = pieces.map(({ stream, text }) => [stream, text]);
    assert.deepEqual(
      order,
      [0, 1, 2].flatMap((i) => [
        ["stdout", `out ${i}\n`],
        ["stderr", `err ${i}\n`],
      ]),
    );
  });

  test("is there while the program goes on", async () => {
    const source = "import time\nprint('a')\ntime.sleep(0.3)\nprint('b', end='')\ntime.sleep(0.3)\nprint('c')";
    const { pieces, timers } = await tab.run({ source, query: "?clocked", passes: true });
    assert.deepEqual(pieces.map(({ text }) => text), ["a\n", "b", "c\n"]);
    // Whatever is left of a sleep when its timer fires is slept through with another.
    assert.deepEqual([...new Set(timers.map(({ printed }) => printed))], ["a\n", "a\nb"]);
  });

  test("of many lines is put together", async () => {
    const { stdout, pieces } = await tab.run("for i in range(20000): print(i)");
    assert.equal(stdout, Array.from({ length: 20000 }, (_, i) => `${i}\n`).join(""));
    assert.ok(pieces.length < 5000, `${pieces.length} messages`);
  });

  test("is Unicode, and what is not is an error", async () => {
    assert.equal(await printed("print('şöyle 🐍')"), "şöyle 🐍\n");
    const { stderr, ending } = await tab.run(`print('\\ud800')`);
    assert.deepEqual(ending.outcome, { kind: "raised", exception: "UnicodeEncodeError", line: 1 });
    assert.match(stderr, /UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800'/);
    assert.equal((await tab.run(`import sys; print('\\ud800', file=sys.stderr)`)).stderr, "\\ud800\n");
  });

  test("of bytes may end in the middle of a character", async () => {
    const source = "import os\nfor byte in 'é'.encode(): os.write(1, bytes([byte]))\nos.write(1, b'\\xff!\\n')";
    assert.equal(await printed(source), "é\ufffd!\n");
  });
});

describe("input", () => {
  test("is asked for after the prompt has been shown", async () => {
    const source = "name = input('Who? ')\nprint(f'Hello, {name}!')";
    const { stdout, ending } = await tab.run({ source, inputs: ["Ayşe"] });
    assert.deepEqual([stdout, ending.outcome], ["Who? Hello, Ayşe!\n", { kind: "finished" }]);
  });

  test("is read line by line, to its end", async () => {
    const source = "import sys\nprint(repr(sys.stdin.readline()), [line for line in sys.stdin])\ntry:\n    input()\nexcept EOFError as e:\n    print(repr(e))";
    const { stdout } = await tab.run({ source, inputs: ["a", "b", ""] });
    assert.equal(stdout, lines("'a\\n' ['b\\n', '\\n']", "EOFError('EOF when reading a line')"));
  });

  test("can be waited for without end, and stopped", async () => {
    const source = "try:\n    input('? ')\nfinally:\n    print('done')";
    const result = await tab.run({ source, steps: [{ on: "inputWanted", send: [{ type: "stop" }] }] });
    assert.deepEqual(result.ending.outcome, { kind: "interrupted" });
    assert.equal(result.stdout, "? done\n");
  });
});

describe("time", () => {
  const sleeps = `
import time
for seconds in (0, 0.001, 0.0301, 0.25):
    began = time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - began
    print(took >= seconds, took < seconds + 0.0011)`;

  test("is slept through, not less and at most a millisecond more", async () => {
    assert.equal(await printed(sleeps, { query: "?clocked", passes: true }), lines(...Array(4).fill("True True")));
  });

  test("is slept through though the browser's timer fires early", async () => {
    // Half a millisecond before its time, as a clock that is rounded may show; then there is a rest to be waited for.
    const early = { on: "timer", send: [{ type: "pass", ms: 249.5, early: 0.5 }] };
    const source = "import time\nbegan = time.monotonic()\ntime.sleep(0.25)\nprint(time.monotonic() - began >= 0.25)";
    const { stdout, timers } = await tab.run({ source, query: "?clocked", passes: true, steps: [early] });
    assert.deepEqual([stdout, timers.map(({ ms }) => ms)], ["True\n", [250, 1]]);
  });

  test("by the browser's own timers is slept through, too", async () => {
    const source = "import time\nbegan = time.monotonic()\ntime.sleep(0.05)\nprint(time.monotonic() - began >= 0.05)";
    assert.equal(await printed(source), "True\n");
  });

  test("agrees with the calendar", async () => {
    const before = Date.now() / 1000;
    const source = "import datetime, time\nbefore, now, after = time.time(), datetime.datetime.now().timestamp(), time.time()\nassert before - 1e-6 <= now <= after, (before, now, after)\nprint(now)";
    const now = Number(await printed(source));
    // The browser's clock began at the calendar's time and may have drifted since.
    assert.ok(before - 1 <= now && now <= Date.now() / 1000 + 1, `${before} ${now}`);
  });

  test("never stands still", async () => {
    assert.equal(await printed("import time\nt = [time.monotonic() for _ in range(1000)]\nprint(t == sorted(set(t)))"), "True\n");
  });

  test("on the virtual clock takes none", async () => {
    // The browser's clock stands still all the while.
    const { stdout, clock, timers } = await tab.run({ source: program("a_virtual_hour.py"), clock: "virtual", query: "?clocked" });
    assert.deepEqual([stdout, clock, timers], [program("a_virtual_hour.txt"), "virtual", []]);
  });

  test("on the virtual clock is the same for threads and for loops", async () => {
    for (const name of ["threads_and_the_loop", "waits_with_an_end"]) {
      const { stdout, stderr } = await tab.run({ source: program(`${name}.py`), clock: "virtual" });
      assert.deepEqual([stdout, stderr], [program(`${name}.txt`), ""]);
    }
  });

  test("that cannot be is refused in CPython's words", async () => {
    for (const clock of ["real", "virtual"]) {
      const source = program("what_time_refuses.py");
      assert.equal(await printed(source, { clock }), program("what_time_refuses.txt"));
    }
  });

  test("has a zone, as CPython tells it", async () => {
    assert.equal(await printed(program("the_zone_here.py")), program("the_zone_here.txt"));
  });
});

describe("Stop", () => {
  const stopInSleep = { on: "timer", send: [{ type: "stop" }] };

  const interrupted = (result) => {
    assert.deepEqual(result.ending.outcome ?? result.ending, { kind: "interrupted" });
    assert.match(result.stderr, /KeyboardInterrupt\n$/);
  };

  test("raises KeyboardInterrupt in a sleep, and finally runs", async () => {
    const source = "import time\nprint('go')\ntry:\n    time.sleep(60)\nfinally:\n    print('cleaned up')";
    const result = await tab.run({ source, query: "?clocked", steps: [stopInSleep] });
    interrupted(result);
    assert.equal(result.stdout, "go\ncleaned up\n");
  });

  test("can be caught, and the program goes on", async () => {
    const source = "import time\nprint('go')\ntry:\n    time.sleep(60)\nexcept KeyboardInterrupt:\n    print('caught')";
    const { stdout, ending } = await tab.run({ source, query: "?clocked", steps: [stopInSleep] });
    assert.deepEqual([stdout, ending.outcome], ["go\ncaught\n", { kind: "finished" }]);
  });

  test("reaches a program that prints without end", async () => {
    interrupted(await tab.run({ source: "while True: print('x')", stopAfter: 100 }));
  });

  test("reaches a program that was sent it before it began", async () => {
    interrupted(await tab.run({ source: "import time\ntime.sleep(60)", stopAfter: 0, stopOn: "start" }));
  });

  test("runs the program's own handler", async () => {
    const source = `
import signal, time
def handler(number, frame):
    print('signal', signal.Signals(number).name)
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
signal.signal(signal.SIGINT, handler)
began = time.monotonic()
time.sleep(0.6)
print(time.monotonic() - began >= 0.6)`;
    const { stdout, ending } = await tab.run({ source, query: "?clocked", passes: true, steps: [stopInSleep] });
    assert.deepEqual([stdout, ending.outcome], ["True\nsignal SIGINT\nTrue\n", { kind: "finished" }]);
  });

  test("that nobody hears ends with a new engine", async () => {
    const { ending } = await tab.run({ source: "print('go')\nwhile True: pass", stopAfter: 50, grace: 1000, query: "?deaf" });
    assert.equal(ending.type, "terminated");
    assert.equal((await tab.run({ source: "print('again')", query: "?deaf" })).stdout, "again\n");
  });
});

describe("recursion without end", () => {
  test("is a RecursionError", async () => {
    const { stderr, ending } = await tab.run("def f(): return f()\nf()");
    assert.deepEqual(ending.outcome, { kind: "raised", exception: "RecursionError", line: 1 });
    assert.match(stderr, /RecursionError: maximum recursion depth exceeded/);
  });

  test("is survived through every kind of call", async () => {
    const source = `
import functools, json
class A:
    def __repr__(self): return repr(self)
    def __eq__(self, other): return [self] == [other]
    def __getattr__(self, name): return getattr(self, name + 'x')
def lists():
    deep = []
    for _ in range(100000): deep = [deep]
    return deep
for attempt in (
    lambda: repr(A()), lambda: A() == A(), lambda: A().a, lambda: sorted([1, 2], key=lambda _: attempt()),
    lambda: repr(lists()), lambda: json.dumps(lists()), lambda: json.loads('[' * 100000),
    lambda: functools.partial(attempt)(), lambda: eval('(' * 1000 + ')' * 1000),
):
    try:
        attempt()
    except (RecursionError, MemoryError, SyntaxError) as e:
        print(type(e).__name__)
print('alive')`;
    const { stdout, ending } = await tab.run({ source, query: "?deep" });
    assert.match(stdout, /alive\n$/, JSON.stringify({ stdout, ending }));
  });
});

describe("the end of the engine", () => {
  test("is reported with what the program had printed, and a new engine runs the next program", async () => {
    const query = "?doomed";
    // The parser goes down with each sign, and WebAssembly's stack is not Python's to guard.
    const { stdout, ending } = await tab.run({ source: "print('last words')\neval('-' * 100000 + '1')", query });
    assert.equal(stdout, "last words\n");
    assert.equal(ending.type, "crashed");
    assert.match(ending.reason, /^The engine's stack overflowed/);
    assert.equal((await tab.run({ source: "print('again')", query })).stdout, "again\n");
  });
});

describe("the standard library", () => {
  const modules = `abc argparse array ast base64 bisect calendar cmath collections collections.abc contextlib
    contextvars copy csv dataclasses datetime decimal difflib dis enum fractions functools gc glob graphlib gzip
    hashlib heapq hmac html html.parser inspect io ipaddress itertools json keyword linecache locale logging math
    numbers operator os os.path pathlib pickle platform pprint queue random re reprlib sched secrets shlex shutil
    signal statistics string struct sys tempfile textwrap threading time timeit token tokenize traceback types
    typing unicodedata unittest unittest.mock urllib.parse uuid warnings weakref zipfile zlib zoneinfo`.split(/\s+/);

  test("can be imported", async () => {
    const source = `
import importlib
for name in ${JSON.stringify(modules)}:
    try:
        importlib.import_module(name)
    except BaseException as e:
        import traceback
        traceback.print_exc()
        print(name, repr(e))`;
    assert.equal(await printed(source), "");
  });

  test("has no module it does not have", async () => {
    const { stderr, ending } = await tab.run("import numpy");
    assert.deepEqual(ending.outcome, { kind: "raised", exception: "ModuleNotFoundError", line: 1 });
    assert.match(stderr, /ModuleNotFoundError: No module named 'numpy'\nThe playground has .*'numpy' is no part of it\..*\n$/);
  });

  for (const [program, advice] of [
    ["import multiprocessing", "A browser tab has no 'multiprocessing': it needs an operating system."],
    ["import os\nos.fork()", "A browser tab has no os.fork: there are no processes in it."],
    ["import subprocess\nsubprocess.run(['ls'])", "A browser tab has no processes."],
    [
      "import asyncio\nasync def main():\n  async with asyncio.TaskGroup() as group:\n" +
        "    group.create_task(asyncio.create_subprocess_exec('ls'))\nasyncio.run(main())",
      "A browser tab has no processes.",
    ],
  ]) {
    test(`says what to do instead of ${program.split("\n").at(1) ?? program}`, async () => {
      const { stderr } = await tab.run(program);
      assert.ok(stderr.includes(`${advice} On a desktop there is: asyncio101 run.\n`), stderr);
    });
  }

  test("gives no advice about what is the program's own", async () => {
    const { stderr } = await tab.run("import os\nos.frok()");
    assert.match(stderr, /AttributeError: module 'os' has no attribute 'frok'.*\n$/);
  });

  test("shows its lines in tracebacks and its source to inspect", async () => {
    const { stderr } = await tab.run("import textwrap\ntextwrap.dedent(1)");
    assert.match(stderr, /  File "[^"]*\/textwrap\.py", line \d+, in dedent\n    \S/);
    assert.match(await printed("import inspect, textwrap\nprint(inspect.getsource(textwrap.indent))"), /^def indent\(/);
    assert.match(await printed("import inspect\ndef f():\n    return 1\nprint(inspect.getsource(f))"), /^def f\(\):\n    return 1\n/);
  });

  test("runs a unittest", async () => {
    const source = `
import unittest
class Test(unittest.TestCase):
    def test_good(self): self.assertEqual(1, 1)
    def test_bad(self): self.assertEqual(1, 2)
unittest.main()`;
    const { stderr, ending } = await tab.run(source);
    assert.match(stderr, /FAILED \(failures=1\)\n$/);
    assert.deepEqual(ending.outcome, { kind: "exited", status: 1 });
  });

  test("runs a doctest", async () => {
    const source = `
def double(x):
    """
    >>> double(2)
    4
    >>> double(3)
    7
    """
    return 2 * x
import doctest
print(doctest.testmod())`;
    assert.match(await printed(source), /Expected:\n {4}7\nGot:\n {4}6\n[^]*TestResults\(failed=1, attempted=2\)\n$/);
  });

  test("debugs a program, by what is typed", async () => {
    const source = "import pdb\nx = 41\npdb.set_trace()\nprint(x)";
    const { stdout, ending } = await tab.run({ source, inputs: ["p x + 1", "x = 5", "c"] });
    assert.match(stdout, /-> pdb\.set_trace\(\)\n\(Pdb\) 42\n\(Pdb\) \(Pdb\) 5\n$/);
    assert.deepEqual(ending.outcome, { kind: "finished" });
  });
});

describe("asyncio", () => {
  const naps = `
import asyncio
async def step(name, seconds):
    try:
        await asyncio.sleep(seconds)
        print(name)
    except asyncio.CancelledError:
        print(name, 'cancelled')
        raise
async def main():
    async with asyncio.TaskGroup() as group:
        for name, seconds in ('c', 0.3), ('a', 0.1), ('b', 0.2):
            group.create_task(step(name, seconds))
    print(await asyncio.to_thread(sum, [1, 2, 3]))
    print('go')
    await asyncio.gather(step('d', 3600), step('e', 3600))
asyncio.run(main())`;

  test("sleeps for as long as it says, and Stop cancels its tasks", async () => {
    const stop = { on: "timer", printed: "go\n", send: [{ type: "stop" }] };
    const result = await tab.run({ source: naps, query: "?clocked", passes: true, steps: [stop] });
    const { stdout, stderr, ending, timers } = result;
    assert.equal(stdout, lines("a", "b", "c", "6", "go", "d cancelled", "e cancelled"));
    assert.match(stderr, /KeyboardInterrupt\n$/);
    assert.deepEqual(ending.outcome, { kind: "interrupted" });
    const until = (text) => timers.findLast(({ printed }) => printed === text);
    const awake = ["", "a\n", "a\nb\n"].map(until).map(({ at, ms }) => Math.round((at + ms - timers[0].at) / 10));
    assert.deepEqual(awake, [10, 20, 30], "hundredths of a second");
  });

  test("that never waits can be stopped", async () => {
    const source = `
import asyncio
async def spin():
    print('go')
    try:
        while True: await asyncio.sleep(0)
    finally:
        print('cleaned up')
asyncio.run(spin())`;
    for (const clock of ["real", "virtual"]) {
      const { stdout, ending } = await tab.run({ source, clock, stopAfter: 100 });
      assert.deepEqual([stdout, ending.outcome], ["go\ncleaned up\n", { kind: "interrupted" }], clock);
    }
  });

  test("on the virtual clock waits for nothing", async () => {
    const source = naps.replace("asyncio.gather", "asyncio.wait_for(asyncio.gather").replace("3600))", "3600)), 7200)");
    for (const query of ["?clocked", "?clocked&jspi=off"]) {
      const { stdout, stderr, timers } = await tab.run({ source, clock: "virtual", query });
      assert.deepEqual([stdout, stderr, timers], [lines("a", "b", "c", "6", "go", "d", "e"), "", []]);
    }
  });
});

describe("files", () => {
  test("can be written, read, listed and removed", async () => {
    const source = `
import os, pathlib, tempfile
with open('a.txt', 'w') as f:
    print('one\\ntwo', file=f)
with open('a.txt') as f:
    print([line for line in f])
print(os.listdir(), os.stat('a.txt').st_size, os.path.isdir('/tmp'))
path = pathlib.Path('deep') / 'er'
path.mkdir(parents=True)
(path / 'b').write_bytes(b'\\0\\1')
print(sorted(str(p) for p in pathlib.Path('.').rglob('*')), [e.name for e in os.scandir('deep')])
with open('a.txt', 'r+b') as f:
    f.seek(-4, 2); f.write(b'TWO'); f.seek(0); print(f.read())
os.remove('a.txt')
try:
    open('a.txt')
except FileNotFoundError as e:
    print(e, e.errno)
with tempfile.TemporaryDirectory() as d:
    print(os.path.isdir(d))`;
    assert.equal(
      await printed(source),
      lines(
        "['one\\n', 'two\\n']",
        "['a.txt', 'main.py'] 8 True",
        "['a.txt', 'deep', 'deep/er', 'deep/er/b', 'main.py'] ['er']",
        "b'one\\nTWO\\n'",
        "[Errno 2] No such file or directory: 'a.txt' 2",
        "True",
      ),
    );
  });

  test("that are modules can be imported", async () => {
    assert.equal(await printed("open('mine.py', 'w').write('x = 42')\nimport mine\nprint(mine.x)"), "42\n");
  });
});

describe("without JSPI", () => {
  const query = "?jspi=off";

  test("the engine says so, and programs run on the virtual clock", async () => {
    assert.equal((await tab.ready(query)).blocking, false);
    const { stdout, notices, clock } = await tab.run({ source: "import time\ntime.sleep(3600)\nprint('slept')", query });
    assert.deepEqual([stdout, notices, clock], ["slept\n", [{ kind: "virtualClockOnly" }], "virtual"]);
  });

  test("input is an error that says why", async () => {
    const { stderr } = await tab.run({ source: "input('? ')", query });
    assert.match(stderr, /OSError: this browser cannot wait for input/);
  });

  test("modules are still fetched", async () => {
    const { stdout } = await tab.run({ source: "import colorsys\nprint(colorsys.rgb_to_hsv(1, 0, 0))", query });
    assert.equal(stdout, "(0.0, 1.0, 1)\n");
  });
});

describe("hosting", () => {
  test("needs no particular folder and bears compression", async () => {
    for (const encoding of ["gzip", "br"]) {
      const elsewhere = await open(name, dist, { prefix: "/some/where", encoding });
      try {
        const { stdout, ending } = await elsewhere.run("import colorsys\nprint('here')");
        assert.deepEqual([stdout, ending.outcome], ["here\n", { kind: "finished" }], JSON.stringify(ending));
      } finally {
        await elsewhere.close();
      }
    }
  });

  test("that has lost a module is reported", async () => {
    const broken = await open(name, dist, { missing: (path) => path.endsWith("/colorsys.code") });
    try {
      const { stderr, notices, ending } = await broken.run("import colorsys");
      assert.match(stderr, /ImportError: the library's module colorsys could not be fetched: HTTP status 404/);
      assert.equal(ending.outcome.kind, "raised");
      assert.deepEqual(notices.map(({ kind, module }) => [kind, module]), [["moduleUnavailable", "colorsys"]]);
    } finally {
      await broken.close();
    }
  });

  test("that has lost the engine is reported", async () => {
    const broken = await open(name, dist, { missing: (path) => path.endsWith(".wasm") });
    try {
      const { reason } = await broken.ready();
      assert.match(reason, /HTTP status 404/);
    } finally {
      await broken.close();
    }
  });
});
