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

// Until a program runs, timers are the worker's own: when it fetches what. No program waits for them.
const setBrowsers = self.setTimeout;
const post = self.postMessage.bind(self);
let isRunning = false;
self.postMessage = (message, ...more) => {
  if (message.type === "started") isRunning = true;
  post(message, ...more);
};

self.setTimeout = (callback, ms) => {
  if (!isRunning) return setBrowsers(callback, ms);
  timers.set(++last, { callback, at: now + ms });
  post({ type: "timer", ms, now });
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
