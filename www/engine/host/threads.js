// The threads of a program: each is a call of its own into WebAssembly, and all but one are suspended. Who goes on is decided
// in src/turns.rs.

/** What resumes each thread whose turn it is not. */
const turns = new Map();
/** The generated glue. */
let engine;
/** Reports that a thread has died, and with it the engine. */
let crashed;

/** The engine is loaded. */
export function begin(glue, report) {
  engine = glue;
  crashed = report;
}

/** Resolves when it is this thread's turn. */
const turn = (number) => new Promise((resolve) => turns.set(number, resolve));

function pass(next) {
  const resume = turns.get(next);
  turns.delete(next);
  resume();
}

/** What the engine calls; bound in src/host.rs. */
export const imports = {
  startThread(number) {
    turn(number).then(engine.runThread).catch(crashed);
  },

  passTurn: pass,

  switchThread(next, me) {
    const mine = turn(me);
    pass(next);
    return mine;
  },
};
