// A clock and timers that the tests hold in their hands, in the place of the browser's. clocked-worker.js loads this
// before the engine.
//
// Time passes when the page says so, { type: "pass", ms }; each timer that is set is told, { type: "timer", ms }. So
// what a test says about time does not depend on the machine.

let now = 0;
let last = 0;
/** What each timer is to do, and when. */
const timers = new Map();

performance.now = () => now;

self.setTimeout = (callback, ms) => {
  timers.set(++last, { callback, at: now + ms });
  self.postMessage({ type: "timer", ms, now });
  return last;
};

self.clearTimeout = (timer) => timers.delete(timer);

self.addEventListener("message", (event) => {
  if (event.data.type !== "pass") return;
  event.stopImmediatePropagation();
  now += event.data.ms;
  for (const [timer, { callback, at }] of [...timers].sort(([, a], [, b]) => a.at - b.at)) {
    // Browsers fire a little early, too: that is for the test to say.
    if (at <= now + (event.data.early ?? 0) && timers.delete(timer)) callback();
  }
});
