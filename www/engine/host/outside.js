// News from outside the tab, for a run that waits: something has come by a WebSocket.
//
// As with what the page says (page.js), events are only noted down here; the run looks at what has come when it resumes, for
// nothing may call into WebAssembly while it is suspended.

import * as page from "./page.js";

/** Whether something has come that the run has not looked at. */
let news = false;

/** Something has come: a wait ends, under way or about to begin. */
export function tell() {
  news = true;
  page.nudge();
}

export const hasNews = () => news;

/** What the engine asks; bound in src/host.rs. */
export const imports = {
  /** Whether something has come; says so once. */
  takeNews() {
    const was = news;
    news = false;
    return was;
  },
};
