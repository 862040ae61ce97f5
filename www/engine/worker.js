// The engine's worker: loads the engine, hands it the page's messages, and says when it has died.
//
// The page starts it with `new Worker("./engine/worker.js", { type: "module" })`. Every address is relative
// to this file, so the folder works wherever it is put. The messages are described in www/messages.

import * as bridge from "./host/bridge.js";
import * as library from "./host/library.js";
import * as outside from "./host/outside.js";
import * as page from "./host/page.js";
import * as threads from "./host/threads.js";
import * as wait from "./host/wait.js";
import * as websocket from "./host/websocket.js";

// What the engine imports; bound in src/host.rs.
self.asyncio101 = {
  ...bridge.imports,
  ...library.imports,
  ...outside.imports,
  ...page.imports,
  ...threads.imports,
  ...wait.imports,
  ...websocket.imports,
};

/** Programs that were sent before the engine was ready for them. */
const waiting = [];
/** Whether the engine can take a program now. */
let idle = false;
/** The run under way, for the report if the engine dies in it. */
let current;
/** The generated glue, once it is loaded. */
let engine;

self.onmessage = ({ data }) => {
  if (data.type === "run" || data.type === "check") {
    waiting.push(data);
    if (idle) next();
  } else {
    page.messages[data.type]?.(data);
  }
};

/** Runs what is waiting, one program after the other, with a new interpreter built after each. */
async function next() {
  idle = false;
  while (waiting.length > 0) {
    const program = waiting.shift();
    current = program.run;
    page.begin(current);
    try {
      await engine[program.type](program);
    } catch (error) {
      return crashed(error);
    }
    websocket.end();
    page.end();
    current = undefined;
    // The page hears that the program is over before the engine prepares for the next one.
    await wait.hear();
    try {
      engine.prepare();
    } catch (error) {
      return crashed(error);
    }
  }
  idle = true;
}

/** Reports a death; from then on nothing more is run here. */
function crashed(error) {
  try {
    engine?.drain();
  } catch {
    // What the program printed last is lost with the engine.
  }
  const reason = engine?.lastWords?.() || describe(error);
  self.postMessage({ type: "crashed", ...(current === undefined ? {} : { run: current }), reason });
}

function describe(error) {
  const text = `${error?.name ?? "Error"}: ${error?.message ?? error}`;
  return /call stack|recursion/i.test(text) ? `The engine's stack overflowed (${text})` : text;
}

/** Fetches a file, telling the page how far it has come. */
async function download(address, progress) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: HTTP status ${response.status}`);
  count(response.clone(), progress);
  // The response itself goes on untouched: only then does the browser keep the compiled code for next time.
  return response;
}

async function count(response, progress) {
  // The length is of what travels; it is the length of what arrives only if nothing is encoded.
  const encoded = response.headers.get("content-encoding");
  const length = Number(response.headers.get("content-length"));
  const total = !encoded && length > 0 ? length : undefined;
  let received = 0;
  try {
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) return;
      progress((received += value.byteLength), total);
    }
  } catch {
    // What waits for the response itself fails with it.
  }
}

function loading() {
  let last = 0;
  return (received, total) => {
    const now = performance.now();
    if (now - last < 50 && received !== total) return;
    last = now;
    self.postMessage({ type: "loading", received, ...(total === undefined ? {} : { total }) });
  };
}

async function start() {
  const bundle = fetch(new URL("lib/common.bundle", import.meta.url));
  const code = download(new URL("asyncio101_engine_bg.wasm", import.meta.url), loading());
  const glue = await import("./asyncio101_engine.js");
  await glue.default({ module_or_path: code });
  engine = glue;
  threads.begin(engine, crashed);
  const files = await bundle;
  if (!files.ok) throw new Error(`${files.url}: HTTP status ${files.status}`);
  library.unpack(await files.arrayBuffer());
  engine.prepare();
  self.postMessage({ type: "ready", python: engine.python(), blocking: wait.blocking, tookMs: performance.now() });
  next();
}

start().catch(crashed);
