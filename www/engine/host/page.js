// What the page has said to the run under way, and what it hears of it.
//
// A run is one long WebAssembly call. While it is suspended, messages from the page arrive and are only noted down
// here; nothing calls into WebAssembly until the run itself resumes and looks. So the engine is never re-entered.
//
// What a message means to the program is decided in Rust: src/stop.rs for Stop, src/hold.rs for the rest.

/** The run under way, or null. */
let run = null;
/** Whether the page hears of it. */
let isHeard = true;
/** Whether Stop was asked for and the engine has not taken it yet. */
let stopAsked = false;
/** A run that was stopped before it began. */
let stoppedEarly = null;
/** Lines (strings, or null for end of file) that were sent and not read yet. */
let lines = [];
/** Ends the wait under way; null if there is none. */
let endWait = null;
/** Whether the page has said something that ends a wait, if it came before there was one to end. */
let nudged = false;
/** Whether the page wants the run held. */
let paused = false;
/** Whether it is to be held wherever it can be, not only between the turns of a loop. */
let pausesWithin = false;
/** Whether a held run may take a turn before it is held again. */
let mayAdvance = false;
/** Whether the run is to jump over the wait it is in, or the next one. Until it has, it is not held. */
let jumps = false;

/** Ends a wait, under way or about to be. */
export function nudge() {
  nudged = true;
  endWait?.();
}

/** A run begins: nothing has been said to it, but perhaps to stop. */
export function begin(number) {
  run = number;
  stopAsked = stoppedEarly === number;
  if (stopAsked) stoppedEarly = null;
  lines = [];
  paused = pausesWithin = false;
  mayAdvance = jumps = false;
}

export function end() {
  run = null;
}

/** Does something that the page hears nothing of. */
export async function unheard(act) {
  isHeard = false;
  try {
    await act();
  } finally {
    isHeard = true;
  }
}

/** Messages of the page's, by their type (see www/messages). */
export const messages = {
  stop({ run: number }) {
    if (number !== run) {
      // A program that has not begun yet is interrupted as soon as it has.
      stoppedEarly = number;
      return;
    }
    stopAsked = true;
    paused = false;
    nudge();
  },
  /** A wait under way ends early: the run looks whether it is to be held whenever it is about to wait. */
  pause({ run: number }) {
    if (number !== run) return;
    paused = pausesWithin = true;
    nudge();
  },
  resume({ run: number }) {
    if (number !== run) return;
    paused = false;
    nudge();
  },
  advance({ run: number, within }) {
    if (number !== run || !paused) return;
    mayAdvance = true;
    pausesWithin = within;
    nudge();
  },
  jump({ run: number }) {
    if (number !== run) return;
    jumps = true;
    pausesWithin = false;
    nudge();
  },
  input({ run: number, line }) {
    if (number !== run) return;
    lines.push(line ?? null);
    nudge();
  },
};

/** From here on, what the page says ends the wait that is about to begin. */
export function listen() {
  nudged = false;
}

/** Whether the page has said something since `listen`. */
export const isNudged = () => nudged;

/** Resolves when the page says something; `begin` is given the function that resolves it for another reason. */
export async function untilNudged(begin) {
  await new Promise((resolve) => {
    endWait = resolve;
    begin?.(resolve);
  });
  endWait = null;
}

export const isStopAsked = () => stopAsked;
export const hasInput = () => lines.length > 0;

/** Whether a run that is held is to stay so. */
export const staysHeld = () => paused && !stopAsked && !mayAdvance && !jumps;

/** A run that was held goes on. */
export function letGoOn() {
  mayAdvance = false;
}

/** What the engine asks; bound in src/host.rs. */
export const imports = {
  post: (message) => isHeard && self.postMessage(message),

  /** Whether Stop was asked for; says so once. */
  takeStop() {
    const was = stopAsked;
    stopAsked = false;
    return was;
  },

  /** Whether the page wants the run held. */
  isPaused: () => paused && !jumps,

  /** Whether it wants it held in the middle of a turn, too. */
  isPausedWithin: () => paused && !jumps && pausesWithin,

  /** Whether a wait is to be jumped over; says so once. */
  takeJump() {
    const was = jumps;
    jumps = false;
    return was;
  },

  hasInput,

  /** The next line that was sent; null at the end of the file, undefined if there is none yet. */
  takeLine: () => lines.shift(),
};
