// The page of the tests: starts engines and drives them by messages, as the playground does.

/** @type {Map<string, {worker: Worker, messages: object[], listeners: Set<Function>, last: number}>} */
const engines = new Map();

/** The engine for `query`, started if it is not there or dead; with `clocked` in it, on the tests' clock (clock.js), with `marks`, telling its marks. */
function engine(query) {
  const known = engines.get(query);
  if (known) return known;
  const started = performance.now();
  const script = /\bclocked\b/.test(query) ? "clocked-worker.js" : /\bmarks\b/.test(query) ? "marks-worker.js" : "engine/worker.js";
  const worker = new Worker(new URL(script + query, document.baseURI), { type: "module" });
  const is = { worker, messages: [], listeners: new Set(), last: 0 };
  const receive = (message) => {
    is.messages.push({ ...message, at: performance.now() - started });
    if (message.type === "crashed") discard(query);
    for (const listener of [...is.listeners]) listener(message);
  };
  worker.onmessage = ({ data }) => receive(data);
  worker.onerror = (event) => receive({ type: "crashed", reason: `worker: ${event.message ?? "did not load"}` });
  engines.set(query, is);
  return is;
}

function discard(query) {
  engines.get(query)?.worker.terminate();
  engines.delete(query);
}

/** Resolves with the first message that `wanted` accepts. */
window.expectMessage = (query, wanted, limit = 60_000) =>
  new Promise((resolve, reject) => {
    const is = engine(query);
    const known = is.messages.find(wanted);
    if (known) return resolve(known);
    const timer = setTimeout(() => reject(new Error(`no such message within ${limit} ms`)), limit);
    const listener = (message) => {
      if (!wanted(message)) return;
      clearTimeout(timer);
      is.listeners.delete(listener);
      resolve(message);
    };
    is.listeners.add(listener);
  });

window.discardEngine = discard;

/** All that the engine for `query` has said. */
window.messagesOf = (query) => engine(query).messages;

/** Has a program judged by a `check.py`; the verdict, or how the engine ended. */
window.checkProgram = ({ source, check, query = "", stopAfter, limit = 120_000 }) =>
  new Promise((resolve) => {
    const is = engine(query);
    const run = ++is.last;
    const end = (verdict) => {
      clearTimeout(timer);
      is.listeners.delete(listener);
      resolve(verdict);
    };
    const timer = setTimeout(() => {
      discard(query);
      end({ kind: "terminated" });
    }, limit);
    const listener = (message) => {
      if (message.type === "crashed") end({ kind: "crashed", reason: message.reason });
      else if (message.type === "checked" && message.run === run) end(message.verdict);
    };
    is.listeners.add(listener);
    is.worker.postMessage({ type: "check", run, source, check });
    if (stopAfter !== undefined) setTimeout(() => is.worker.postMessage({ type: "stop", run }), stopAfter);
  });

/**
 * Runs a program and tells all that came of it.
 *
 * `inputs` are given one by one as the program asks for them, then the end of the file; null gives nothing.
 * `stopAfter` asks it to stop, so many milliseconds after its first output (or its start, if `stopOn` is
 * "start"; or after it has been let go on, if that is "resume"). `pauseAfter` has it held once it has printed that: for `pauseFor` milliseconds, or, each time it is held,
 * for the next of `advances` ("advance" to the next turn, "within" it, or "jump", or "stop").
 *
 * On the tests' clock, each timer passes as soon as it is set, if `passes`. And whatever the clock, `steps` are taken
 * one after the other: `{ on, printed, send }` sends the messages `send` when a message of the type `on` has come,
 * and `printed` (if given) was the last to be printed by then. The timer that a step was taken on does not pass.
 *
 * After `limit` milliseconds, or `grace` after a stop, its worker
 * is terminated, and the ending is "terminated". (The playground's grace is a second. A test that is not about
 * that has time.)
 */
window.runProgram = ({
  source,
  filename = "main.py",
  arguments: parameters = [],
  clock = "real",
  record = "off",
  seed,
  pauseAfter,
  pauseFor = 100,
  advances = [],
  passes = false,
  steps = [],
  query = "",
  inputs = [],
  stopAfter,
  stopOn = "output",
  limit = 60_000,
  grace = 20_000,
}) =>
  new Promise((resolve) => {
    const is = engine(query);
    const run = ++is.last;
    const result = { stdout: "", stderr: "", pieces: [], prints: [], notices: [], pauses: [], heldAt: [], timers: [], ending: null };
    const trace = [];
    let stopping = false;
    let timer = setTimeout(giveUp, limit);
    inputs = inputs && [...inputs];
    advances = [...advances];
    steps = [...steps];

    function finish(ending) {
      clearTimeout(timer);
      is.listeners.delete(listener);
      resolve({ ...result, trace: btoa(trace.join("")), ending });
    }
    function giveUp() {
      discard(query);
      finish({ type: "terminated" });
    }
    function stop() {
      if (stopping) return;
      stopping = true;
      setTimeout(() => {
        is.worker.postMessage({ type: "stop", run });
        clearTimeout(timer);
        timer = setTimeout(giveUp, grace);
      }, stopAfter);
    }
    /** Takes the next step, if it is its time; whether it was. */
    function step({ type }) {
      const [next] = steps;
      if (!next || next.on !== type || !result.stdout.endsWith(next.printed ?? "")) return false;
      steps.shift();
      for (const message of next.send) is.worker.postMessage({ ...message, run });
      return true;
    }
    function listener(message) {
      if (message.run !== undefined && message.run !== run) return;
      switch (message.type) {
        case "started":
          result.clock = message.clock;
          if (stopAfter !== undefined && stopOn === "start") stop();
          break;
        case "output": {
          const text = message.prints.map((print) => print.text).join("");
          result[message.stream] += text;
          result.pieces.push({ stream: message.stream, text });
          result.prints.push(...message.prints);
          if (stopAfter !== undefined && stopOn === "output") stop();
          if (pauseAfter && result.pauses.length === 0 && result.stdout.endsWith(pauseAfter)) is.worker.postMessage({ type: "pause", run });
          break;
        }
        case "trace":
          trace.push(Array.from(message.bytes, (byte) => String.fromCharCode(byte)).join(""));
          break;
        case "paused":
          // Whatever comes from here on was printed while the program was held.
          result.pauses.push(result.stdout);
          result.heldAt.push(message.line);
          if (step(message)) break;
          if (advances.length > 0) {
            const advance = advances.shift();
            const within = advance === "within";
            is.worker.postMessage({ type: within ? "advance" : advance, run, within });
            break;
          }
          setTimeout(() => {
            result.pauses.push(result.stdout);
            is.worker.postMessage({ type: "resume", run });
            if (stopAfter !== undefined && stopOn === "resume") stop();
          }, pauseFor);
          break;
        case "timer":
          result.timers.push({ ms: message.ms, at: message.now, printed: result.stdout });
          if (!step(message) && passes) is.worker.postMessage({ type: "pass", ms: message.ms });
          break;
        case "inputWanted":
          if (step(message)) break;
          if (inputs) is.worker.postMessage({ type: "input", run, line: inputs.length > 0 ? inputs.shift() : null });
          break;
        case "notice":
          result.notices.push(message.notice);
          break;
        case "ended":
        case "crashed":
          finish(message);
          break;
      }
    }
    is.listeners.add(listener);
    is.worker.postMessage({ type: "run", run, source, filename, arguments: parameters, clock, record, seed });
  });
