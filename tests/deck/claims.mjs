// What the slides claim, and how it is found out. A sentence on a slide, or in its notes, bears its claim's name in
// `data-claim`; claims.test.mjs asks each of these, in each language.
//
// A claim is asked with `play`, which runs a program of the deck in the language of the slide, and with the sentence.

import assert from "node:assert/strict";
import { cpython, python } from "./support.mjs";

/** Where the first step that says this is; it has to be there. */
function at(steps, words, from = 0) {
  const found = steps.findIndex(({ sentence }, index) => index >= from && sentence.includes(words));
  assert.ok(found >= 0, `no step behind ${from} says “${words}”`);
  return found;
}

/** How many steps say this. */
function count(steps, words) {
  return steps.filter(({ sentence }) => sentence.includes(words)).length;
}

/** In which turn of the loop a step is. */
function turn(steps, index) {
  return count(steps.slice(0, index), " of the loop begins");
}

/** The lines that a program printed. */
function lines(output) {
  return output.trimEnd().split("\n");
}

/** When a program was at its end, in seconds. */
function duration(steps) {
  return steps.at(-1).seconds;
}

export const CLAIMS = {
  // Concurrency.

  async "one-thread"() {
    const ids = await python(`
import asyncio, threading
seen = set()
async def work():
    for _ in range(3):
        seen.add(threading.get_ident())
        await asyncio.sleep(0)
async def main():
    await asyncio.gather(*(work() for _ in range(5)))
asyncio.run(main())
print(len(seen))`);
    assert.equal(ids, "1");
  },

  async "no-cut"({ play }) {
    const { steps } = await play("cooperative");
    let running;
    for (const { sentence } of steps) {
      const [, task, verb] = /^(Task-\d+ · \S+) (begins|goes on)/.exec(sentence) ?? [];
      if (verb) {
        assert.equal(running, undefined, `${task} runs while ${running} does`);
        running = task;
      }
      const [, printer] = /^(Task-\d+ · \S+) prints/.exec(sentence) ?? [];
      if (printer) assert.equal(printer, running);
      if (sentence.startsWith("The step of ")) running = undefined;
    }
    const sum = await python(`
import asyncio
total = 0
async def add():
    global total
    for _ in range(1000):
        total += 1
        await asyncio.sleep(0)
async def main():
    await asyncio.gather(*(add() for _ in range(10)))
asyncio.run(main())
print(total)`);
    assert.equal(sum, "10000");
  },

  async "never-waits"() {
    const order = await python(`
import asyncio
async def nothing(): pass
async def selfish():
    for _ in range(1000): await nothing()
    print("selfish is done")
async def other(): print("other begins")
async def main():
    await asyncio.gather(selfish(), other())
asyncio.run(main())`);
    assert.deepEqual(lines(order), ["selfish is done", "other begins"]);
  },

  async "take-turns"({ play, sentence }) {
    const { ours } = await play("cooperative");
    assert.deepEqual(lines(ours), ["A 1", "B 1", "A 2", "B 2", "A 3", "B 3"]);
    assert.ok(sentence.includes(lines(ours).join(", ")));
  },

  async "sleep-0"({ play }) {
    const { steps } = await play("cooperative");
    assert.equal(duration(steps), 0);
    assert.equal(count(steps, "gives way to the others"), 6);
  },

  // Async calls.

  async "one-by-one"({ play, sentence }) {
    const { ours, steps } = await play("one_by_one");
    assert.match(sentence, /3.*1.*2.*6/);
    assert.match(lines(ours).at(-1), /^6 /);
    assert.equal(duration(steps), 6);
  },

  async "all-at-once"({ play, sentence }) {
    const { ours, steps } = await play("all_at_once");
    assert.match(sentence, /3/);
    assert.match(lines(ours).at(-1), /^3 /);
    assert.equal(duration(steps), 3);
    assert.match(lines(ours)[0], /^[Iİ]zmir/);
  },

  // Architecture.

  async "run-makes-loop"() {
    const seen = await python(`
import asyncio
async def main():
    global loop
    loop = asyncio.get_running_loop()
    print(loop.is_running(), loop.is_closed())
asyncio.run(main())
print(loop.is_running(), loop.is_closed())`);
    assert.deepEqual(lines(seen), ["True False", "False True"]);
  },

  async "get-event-loop"() {
    assert.equal(await python(`
import asyncio
try:
    asyncio.get_event_loop()
except RuntimeError:
    print("raises")
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
print(asyncio.get_event_loop() is loop)
loop.close()`), "raises\nTrue");
  },

  async "uses-selector"() {
    assert.equal(await cpython(`
import asyncio, selectors
loop = asyncio.new_event_loop()
print(isinstance(loop, asyncio.SelectorEventLoop), isinstance(loop._selector, selectors.BaseSelector))
loop.close()`), "True True");
  },

  async "event-calls-callback"() {
    assert.equal(await python(`
import asyncio, socket
here, there = socket.socketpair()
async def main():
    loop = asyncio.get_running_loop()
    called = loop.create_future()
    loop.add_reader(here, lambda: called.done() or called.set_result(here.recv(10)))
    there.send(b"an event")
    print(await called)
    loop.remove_reader(here)
asyncio.run(main())
here.close(); there.close()`), "b'an event'");
  },

  async "one-at-a-time"({ play }) {
    const { steps } = await play("loop");
    let running = 0;
    for (const { sentence } of steps) {
      if (/\(\) runs[.,]/.test(sentence)) running += 1;
      if (/\(\) is over\.$/.test(sentence)) running -= 1;
      assert.ok(running === 0 || running === 1, sentence);
    }
    assert.equal(count(steps, "() is over."), 5);
  },

  async "coroutine"() {
    assert.equal(await cpython(`
import asyncio, sys
print(sys.version_info >= (3, 11), hasattr(asyncio, "coroutine"))`), "True False");
  },

  async "future"() {
    assert.equal(await python(`
import asyncio
async def main():
    future = asyncio.Future()
    asyncio.get_running_loop().call_soon(future.set_result, "it")
    print(future.done(), await future)
    try:
        future.set_result("again")
    except asyncio.InvalidStateError:
        print("once")
asyncio.run(main())`), "False it\nonce");
  },

  async "task"() {
    assert.equal(await python(`
import asyncio
async def work(): return "what it returns"
async def main():
    task = asyncio.create_task(work())
    print(isinstance(task, asyncio.Future))
    await task
    print(task.result())
asyncio.run(main())`), "True\nwhat it returns");
  },

  async "call-runs-nothing"({ play }) {
    const { steps } = await play("task");
    const begins = at(steps, "Task-2 · brew begins");
    // main has gone on behind the call, and printed.
    assert.ok(at(steps, "Task-1 · main prints") < begins);
    assert.equal(count(steps.slice(0, begins), "in brew"), 0);
  },

  async "task-starts-later"({ play }) {
    const { steps } = await play("task");
    const made = at(steps, "A task is made by Task-1 · main: Task-2 · brew");
    const queued = at(steps, "The next step of Task-2 · brew is put at the end of the ready queue", made);
    const begins = at(steps, "Task-2 · brew begins");
    assert.equal(queued, made + 1);
    assert.equal(turn(steps, begins), turn(steps, made) + 1);
  },

  async "await-gives-way"({ play }) {
    const { steps } = await play("task");
    const waits = at(steps, "Task-1 · main waits for Task-2 · brew");
    const begins = at(steps, "Task-2 · brew begins");
    const done = at(steps, "Task-2 · brew is done");
    const goesOn = at(steps, "Task-1 · main goes on: Task-2 · brew is over");
    assert.deepEqual([waits, begins, done, goesOn].toSorted((a, b) => a - b), [waits, begins, done, goesOn]);
    assert.equal(count(steps.slice(waits + 1, goesOn), "Task-1 · main prints"), 0);
  },

  async "never-blocks"() {
    // Far more than the system takes: it returns, and the transport keeps the rest.
    assert.equal(await python(`
import asyncio, socket
here, there = socket.socketpair()
async def main():
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_connection(asyncio.Protocol, sock=here)
    print(transport.write(bytes(10_000_000)), transport.get_write_buffer_size() > 0)
    transport.abort()
asyncio.run(main())
there.close()`), "None True");
  },

  async "loop-makes"({ sentence }) {
    const names = [...sentence.matchAll(/(\w+)\(\)/g)].map(([, name]) => name);
    assert.equal(names.length, 3);
    for (const name of [...names, "add_signal_handler"]) {
      assert.equal(await cpython(`import asyncio, sys; print(hasattr(asyncio.SelectorEventLoop, sys.argv[1]))`, name), "True", name);
    }
  },

  async "protocol-is-called"({ play }) {
    const { steps } = await play("protocol");
    const comes = at(steps, "_SelectorSocketTransport._read_ready() runs");
    const reads = at(steps, "_SelectorSocketTransport._read_ready() reads", comes);
    const called = at(steps, "in Echo.data_received", reads);
    assert.ok(called < at(steps, "_read_ready() is over", comes), "it is called in the middle of it");
  },

  async "comes-back"({ play, sentence }) {
    const { ours } = await play("protocol");
    const [, word] = /^b'(\w+)\\n'\n$/.exec(ours);
    assert.ok(sentence.includes(word), ours);
  },

  // Generators.

  async "yield-then-print"({ play }) {
    const { ours, steps } = await play("generator_for");
    let from = 0;
    for (const value of lines(ours)) {
      from = at(steps, `Generator powers (g1) yields ${value} and is suspended`, from);
      from = at(steps, `The program prints “${value}”`, from);
    }
    assert.equal(count(steps, "yields"), lines(ours).length);
  },

  async "ends-with-return"({ play }) {
    const { ours, steps } = await play("generator_for");
    assert.equal(at(steps, "Generator powers (g1) returns"), steps.length - 1);
    assert.deepEqual(lines(ours), ["2", "4", "8", "16", "32"]);
  },

  async "call-makes-generator"({ play }) {
    const { ours, steps } = await play("generator_object");
    assert.deepEqual(lines(ours).slice(0, 2), ["function", "generator"]);
    const made = at(steps, "Generator powers (g1) is made; none of its code has run");
    assert.equal(count(steps.slice(0, at(steps, "prints “generator”", made)), "in powers"), 0);
  },

  async "body-at-next"({ play }) {
    const { steps } = await play("generator_object");
    const runs = at(steps, "Generator powers (g1) runs");
    assert.ok(steps[runs - 1].sentence.includes("(line 13)"), "the line of next()");
    assert.ok(steps[runs + 1].sentence.includes("line 2, in powers"));
  },

  async "next-runs"({ play }) {
    const { ours, steps } = await play("generator_next");
    assert.deepEqual(lines(ours), ["2", "4", "8"]);
    assert.equal(count(steps, "yields"), 3);
  },

  async "no-more"({ play, sentence }) {
    const { ours, steps } = await play("generator_next");
    assert.ok(sentence.includes("16"));
    assert.ok(!ours.includes("16"));
    assert.equal(count(steps, "16"), 0);
  },

  async "dunder-next"() {
    assert.equal(await python(`
class Counts:
    def __next__(self): return "called"
print(next(Counts()))`), "called");
  },

  async "stop-iteration"({ play }) {
    const { steps } = await play("generator_stop");
    const returns = at(steps, "Generator powers (g1) returns");
    assert.ok(steps[returns + 1].sentence.includes("(line 11)"), "the line of except");
  },

  async "for-catches"() {
    assert.equal(await python(`
class Ends:
    def __iter__(self): return self
    def __next__(self): raise StopIteration
for _ in Ends(): print("never")
print("caught")`), "caught");
  },

  async "send-in"({ play }) {
    const { steps } = await play("grep_send");
    const runs = at(steps, "Generator grep (g1) runs (line 3");
    assert.match(steps[runs + 1].sentence, /^Now line = 'Ali /);
  },

  async "send-none"() {
    assert.equal(await python(`
def grep():
    line = yield
try:
    grep().send("a line")
except TypeError:
    print("not yet")
print(grep().send(None))`), "not yet\nNone");
  },

  async "close"({ play }) {
    const { steps } = await play("grep_send");
    assert.match(steps.at(-1).sentence, /^Generator grep \(g1\) is closed \(line 3, in grep\)/);
    assert.equal(await python(`
def grep():
    try:
        yield
    except GeneratorExit:
        print("GeneratorExit")
        raise
    finally:
        print("finally")
search = grep()
search.send(None)
search.close()`), "GeneratorExit\nfinally");
  },

  async "both-ways"({ play }) {
    const { steps } = await play("grep_result");
    const out = at(steps, "Generator grep (g1) yields True and is suspended (line 4");
    const into = at(steps, "Generator grep (g1) runs (line 4", out);
    assert.match(steps[into + 1].sentence, /^Now line = 'Oya /);
  },

  async "send-returns"({ play, sentence }) {
    const { ours } = await play("grep_result");
    assert.ok(sentence.includes(lines(ours).join(", ")), ours);
  },

  // The loop.

  async "how-long"({ play }) {
    const { steps } = await play("loop");
    const asks = steps.flatMap(({ sentence }) => {
      if (sentence.startsWith("The loop asks its selector what is ready, without waiting")) return ["at once"];
      return /the loop waits in its selector, at most (\d+) s/.exec(sentence)?.slice(1) ?? [];
    });
    // Two turns have callbacks; then it is 2 s to the first timer, and 1 s more to the second.
    assert.deepEqual(asks, ["at once", "at once", "2", "1"]);
    const { steps: network } = await play("protocol");
    assert.ok(count(network, "no timer is set: the loop waits in its selector until something happens") > 0);
  },

  async "what-is-ready"({ play }) {
    const { ours, steps } = await play("loop");
    const [, first, second, next] = lines(ours);
    const [one, two, three] = [first, second, next].map((text) => turn(steps, at(steps, `prints “${text}”`)));
    assert.deepEqual([one, two, three], [1, 1, 2]);
  },

  async "no-task"({ play }) {
    const { steps } = await play("loop");
    assert.equal(steps.filter(({ sentence }) => /task|coroutine/i.test(sentence)).length, 0);
  },

  async "idle-waits"({ play, sentence }) {
    const { steps } = await play("loop");
    assert.ok(sentence.includes("2"));
    assert.equal(count(steps, "at most 2 s"), 1);
    assert.equal(count(steps, " of the loop begins"), 4);
    assert.equal(duration(steps), 3);
  },

  async "either"() {
    await invariant();
  },

  async "or"() {
    await invariant();
  },

  async "listing"({ play, slide }) {
    const { ours } = await play("step");
    for (const name of ["step", "cooperative", "task", "all_at_once"]) {
      const { theirs } = await play(name);
      const { printed } = await listed(slide, name, play.tag);
      assert.equal(printed, theirs, name);
    }
    assert.equal((await listed(slide, "step", play.tag)).printed, ours);
  },

  async "step-2016"() {
    // What a coroutine is sent first, and behind a future that has a result.
    assert.equal(await cpython(`
import asyncio, collections.abc
class Spy(collections.abc.Coroutine):
    def __init__(self, future): self.future, self.sent = future, []
    def send(self, value):
        self.sent.append(value)
        if len(self.sent) == 2: raise StopIteration("end")
        self.future._asyncio_future_blocking = True
        return self.future
    def throw(self, *error): raise error[0]
    def close(self): pass
    def __await__(self): return self
async def main():
    future = asyncio.get_running_loop().create_future()
    spy = Spy(future)
    task = asyncio.create_task(spy)
    asyncio.get_running_loop().call_soon(future.set_result, "a value")
    print(await task, spy.sent)
asyncio.run(main())`), "end [None, None]");
  },

  // The page.

  async "side-by-side"({ play, sentence }) {
    const { ours, steps } = await play("activity");
    assert.equal(duration(steps), 1.2);
    assert.match(sentence, /1[.,]2/);
    assert.match(lines(ours).at(-1), /news|haberler/);
  },

  async "gives-up"({ play }) {
    const { ours, steps } = await play("activity");
    assert.equal(steps[at(steps, "is asked to cancel, by a timeout")].seconds, 0.5);
    assert.match(lines(ours)[0], /the bell|zil/);
  },
};

/** Either a task waits for nothing and its step is scheduled, or it waits and it is not: between all callbacks of a run. */
async function invariant() {
  const told = await cpython(`
import asyncio, asyncio.events
tasks, checked = [], set()
run = asyncio.events.Handle._run
def after(handle):
    run(handle)
    loop = handle._loop
    for task in tasks:
        if not task.done():
            steps = sum(getattr(h._callback, "__func__", None) is asyncio.tasks._PyTask._Task__step
                        and h._callback.__self__ is task for h in loop._ready)
            waits = task._fut_waiter is not None
            checked.add((waits, steps))
asyncio.events.Handle._run = after
def make(loop, coro, **options):
    tasks.append(asyncio.tasks._PyTask(coro, loop=loop, **options))
    return tasks[-1]
async def catch(ball): return await ball
async def throw(ball):
    await asyncio.sleep(0)
    ball.set_result("it")
async def main():
    ball = asyncio.get_running_loop().create_future()
    await asyncio.gather(catch(ball), throw(ball), asyncio.sleep(0.001))
with asyncio.Runner() as runner:
    runner.get_loop().set_task_factory(make)
    runner.run(main())
print(sorted(checked))`);
  assert.equal(told, "[(False, 1), (True, 0)]");
}

/**
 * Runs a program by CPython with the `_step` of a slide as the step of every task.
 *
 * @returns what it prints, and which lines of the listing ran in each step: name of the coroutine, lines
 */
export async function listed(slide, name, tag) {
  const code = /\{\{python\}\}\n([\s\S]*?)\{\{end\}\}/.exec(slide)[1];
  const out = await cpython(`
import asyncio, contextlib, io, json, runpy, sys
code, path = sys.argv[1:]
steps = []
def trace(frame, event, _):
    if frame.f_code.co_filename != "slide": return None
    if event == "call" and frame.f_code.co_name == "_step":
        woken = frame.f_back.f_code.co_name == "_wakeup"
        steps.append([frame.f_locals["self"]._coro.__name__, {frame.f_back.f_lineno} if woken else set()])
    if event == "line" and frame.f_code.co_name == "_step": steps[-1][1].add(frame.f_lineno)
    return trace
methods = {}
exec(compile(code, "slide", "exec"), methods)
class Task(asyncio.futures._PyFuture):
    def __init__(self, coro, *, loop, **_):
        super().__init__(loop=loop)
        self._coro, self._fut_waiter = coro, None
        loop.call_soon(self._step)
    _step, _wakeup = methods["_step"], methods["_wakeup"]
    def __del__(self): pass
    def uncancel(self): return 0
    def cancelling(self): return 0
run = asyncio.run
def with_ours(main):
    with asyncio.Runner() as runner:
        runner.get_loop().set_task_factory(lambda loop, coro, **options: Task(coro, loop=loop, **options))
        sys.settrace(trace)
        try: return runner.get_loop().run_until_complete(runner.get_loop().create_task(main))
        finally: sys.settrace(None)
asyncio.run = with_ours
# Nobody waits.
now = [0.0]
def select(timeout, select):
    now[0] += timeout or 0
    return select(0)
class Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        super().__init__()
        real = self._selector.select
        self._selector.select = lambda timeout=None: select(timeout, real)
    def time(self): return now[0]
asyncio.new_event_loop = asyncio.events.new_event_loop = Loop
asyncio.runners.events.new_event_loop = Loop
import time
time.monotonic = lambda: now[0]
printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    runpy.run_path(path, run_name="__main__")
print(json.dumps({"printed": printed.getvalue(), "steps": [[name, sorted(lines)] for name, lines in steps]}))`,
    code, new URL(`../../www/deck/programs/${tag}/${name}.py`, import.meta.url).pathname);
  return JSON.parse(out);
}
