// How a run waits: by suspending its WebAssembly stack (JavaScript Promise Integration), so that a call blocks and the
// worker goes on.

import * as outside from "./outside.js";
import * as page from "./page.js";

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

/** No timer of a browser counts further: 2³¹ − 1 ms, some 25 days. */
const LONGEST_TIMER = 0x7fffffff;

// A message to oneself is the cheapest task a worker can queue: it comes after whatever is queued already,
// and unlike `setTimeout` it is neither delayed by 4 ms when nested nor slowed down in the background.
const { port1: back, port2: forth } = new MessageChannel();
const turns = [];
back.onmessage = () => turns.shift()();

/** Resolves once the worker has looked at its messages. */
export const hear = () =>
  new Promise((resolve) => {
    turns.push(resolve);
    forth.postMessage(null);
  });

/** What the engine calls; bound in src/host.rs. All but the first suspend the run. */
export const imports = {
  blocking: () => blocking,

  hear,

  /** For `ms` (Infinity: until woken), or until the page says something or something comes from outside; whether to jump over the rest of the wait. */
  async wait(ms) {
    page.listen();
    // A timer set by a timer's callback takes at least 4 ms from the fifth on. After a message it is no timer's.
    await hear();
    const canJump = ms !== Infinity;
    // Where there is no end to a wait there is nothing to jump to.
    if (!canJump) page.imports.takeJump();
    if (page.isStopAsked()) return false;
    if (page.imports.takeJump()) return true;
    // What came while nobody listened has not been looked at.
    if (page.isNudged() || outside.hasNews()) return false;
    await untilNudgedOrAfter(ms);
    return canJump && page.imports.takeJump();
  },

  /** Until a line is there to be read or Stop was asked for. */
  async waitForInput() {
    if (page.isStopAsked() || page.hasInput()) return;
    await page.untilNudged();
  },

  /** Until the page lets the run go on, for a while or for good, or stops it. */
  async waitWhilePaused() {
    while (page.staysHeld()) await page.untilNudged();
    page.letGoOn();
  },
};

async function untilNudgedOrAfter(ms) {
  let timer = 0;
  await page.untilNudged((resolve) => {
    if (ms !== Infinity) timer = setTimeout(resolve, Math.min(Math.ceil(ms), LONGEST_TIMER));
  });
  clearTimeout(timer);
}
