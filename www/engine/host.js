// What the engine needs from its worker: a clock, waiting, and what the page has said meanwhile.
//
// A run is one long WebAssembly call. While it is suspended (JavaScript Promise Integration), messages from
// the page arrive and are only noted down here; nothing calls into WebAssembly until the run itself resumes
// and looks. So the engine is never re-entered.

/** Whether this browser can suspend WebAssembly. `?jspi=off` in the worker's address says no, for tests. */
export const blocking =
  typeof WebAssembly.Suspending === "function" &&
  typeof WebAssembly.promising === "function" &&
  new URL(self.location.href).searchParams.get("jspi") !== "off";

if (!blocking) {
  // The generated glue wraps its imports and exports with these when it is loaded. Without JSPI an export is
  // an ordinary call, and the engine never reaches an import that would have to suspend it.
  WebAssembly.Suspending = function (suspending) {
    return suspending;
  };
  WebAssembly.promising = (exported) => (...parameters) => exported(...parameters);
}

/** Where the standard library lies. */
const library = new URL("lib/", import.meta.url);

/** No timer of a browser counts further: 2³¹ − 1 ms, some 25 days. */
const LONGEST_TIMER = 0x7fffffff;

/** The run under way, or null. */
let run = null;
/** Whether Stop was asked for and the engine has not taken it yet. */
let interrupted = false;
/** A run that was stopped before it began. */
let stoppedEarly = null;
/** Lines (strings, or null for end of file) that were sent and not read yet. */
let lines = [];
/** Ends the wait under way; null if there is none. */
let wake = null;
/** Whether the page has said something that ends a wait, if it came before anybody could be woken. */
let nudged = false;
/** Whether the page wants the run held. */
let paused = false;
/** Whether it is to be held wherever it can be, not only between the turns of a loop. */
let pausesWithin = false;
/** Whether a held run may take a turn before it is held again. */
let mayAdvance = false;
/** Whether the run is to jump over the wait it is in, or the next one. Until it has, it is not held. */
let jumps = false;

// A message to oneself is the cheapest task a worker can queue: it comes after whatever is queued already,
// and unlike `setTimeout` it is neither delayed by 4 ms when nested nor slowed down in the background.
const { port1: back, port2: forth } = new MessageChannel();
const turns = [];
back.onmessage = () => turns.shift()();
const turn = () =>
  new Promise((resolve) => {
    turns.push(resolve);
    forth.postMessage(null);
  });

/** Ends a wait, under way or about to be. */
function nudge() {
  nudged = true;
  wake?.();
}

/** What the page does, called by worker.js. */
export const page = {
  begin(number) {
    run = number;
    interrupted = stoppedEarly === number;
    stoppedEarly = null;
    lines = [];
    paused = pausesWithin = false;
    mayAdvance = jumps = false;
  },
  end() {
    run = null;
  },
  stop(number) {
    if (number !== run) {
      stoppedEarly = number;
      return;
    }
    interrupted = true;
    paused = false;
    nudge();
  },
  /** A wait under way ends early: the run looks whether it is to be held whenever it is about to wait. */
  pause(number) {
    if (number !== run) return;
    paused = pausesWithin = true;
    nudge();
  },
  resume(number) {
    if (number !== run) return;
    paused = false;
    nudge();
  },
  advance(number, within) {
    if (number !== run || !paused) return;
    mayAdvance = true;
    pausesWithin = within;
    nudge();
  },
  jump(number) {
    if (number !== run) return;
    jumps = true;
    pausesWithin = false;
    nudge();
  },
  input(number, line) {
    if (number !== run) return;
    lines.push(line ?? null);
    nudge();
  },
};

/** Files of the library that were fetched ahead, by name. */
const fetched = new Map();

/** Splits a bundle (see www/engine/library) into its files. */
export function unpack(bundle) {
  const view = new DataView(bundle);
  const name = new TextDecoder();
  for (let at = 0; at < bundle.byteLength; ) {
    const nameLength = view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    at += 8;
    const file = name.decode(new Uint8Array(bundle, at, nameLength));
    at += nameLength;
    fetched.set(file, new Uint8Array(bundle, at, length));
    at += length;
  }
}

/** What the engine does; bound in src/host.rs. */
self.asyncio101 = {
  post: (message) => self.postMessage(message),

  blocking: () => blocking,

  /** Milliseconds since the worker began. */
  now: () => performance.now(),

  /** Milliseconds since 1970. */
  wallClock: () => performance.timeOrigin + performance.now(),

  /**
   * Suspends the run for `ms` (Infinity: until woken), or until the page says something to it; whether the rest of
   * the wait is to be jumped over.
   */
  async wait(ms) {
    nudged = false;
    // A timer set by a timer's callback takes at least 4 ms from the fifth on. After a turn it is nobody's.
    await turn();
    // Where there is no end to a wait there is nothing to jump to.
    if (ms === Infinity) jumps = false;
    if (interrupted) return false;
    if (self.asyncio101.takeJump()) return true;
    if (nudged) return false;
    await new Promise((resolve) => {
      const timer = ms === Infinity ? 0 : setTimeout(resolve, Math.min(Math.ceil(ms), LONGEST_TIMER));
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    wake = null;
    return ms !== Infinity && self.asyncio101.takeJump();
  },

  /** Whether a wait is to be jumped over; says so once. */
  takeJump() {
    const was = jumps;
    jumps = false;
    return was;
  },

  /** Suspends the run until a line is there to be read or Stop was asked for. */
  async waitForInput() {
    if (interrupted || lines.length > 0) return;
    await new Promise((resolve) => (wake = resolve));
    wake = null;
  },

  /** Whether the page wants the run held. */
  isPaused: () => paused && !jumps,

  /** Whether it wants it held in the middle of a turn, too. */
  isPausedWithin: () => paused && !jumps && pausesWithin,

  /** Suspends the run, which is at this line, until the page lets it go on, for a while or for good, or stops it. */
  async waitWhilePaused(line) {
    self.postMessage({ type: "paused", run, line });
    while (paused && !interrupted && !mayAdvance && !jumps) {
      await new Promise((resolve) => (wake = resolve));
    }
    wake = null;
    mayAdvance = false;
  },

  /** Suspends the run for as long as it takes the worker to look at its messages. */
  turn,

  /** Whether Stop was asked for; says so once. */
  takeInterrupt() {
    const was = interrupted;
    interrupted = false;
    return was;
  },

  /** The next line that was sent; null at the end of the file, undefined if there is none yet. */
  takeLine: () => lines.shift(),

  /** The bytes of a file of the library; a string that says why not if they cannot be had. */
  libraryFile(name) {
    const known = fetched.get(name);
    if (known !== undefined) return known;
    const request = new XMLHttpRequest();
    // Synchronous, which a worker may: an import is a blocking call, with JSPI and without.
    request.open("GET", new URL(name, library), false);
    request.responseType = "arraybuffer";
    try {
      request.send();
    } catch (error) {
      return `${request.responseURL || name}: ${error.message}`;
    }
    if (request.status !== 200) return `HTTP status ${request.status} for ${name}`;
    const bytes = new Uint8Array(request.response);
    fetched.set(name, bytes);
    return bytes;
  },

  fillWithRandom(bytes) {
    // The interface refuses more than this at a time.
    for (let at = 0; at < bytes.length; at += 65536) {
      crypto.getRandomValues(bytes.subarray(at, at + 65536));
    }
  },
};
