// The engine's worker: loads the engine, hands it the page's messages, and says when it has died.
//
// The page starts it with `new Worker("./engine/worker.js", { type: "module" })`. Every address is relative
// to this file, and to no other, so the folder works wherever it is put, and this file when others are packed into it. The
// messages are described in www/messages.

import * as bridge from "./host/bridge.js";
import * as library from "./host/library.js";
import * as outside from "./host/outside.js";
import * as page from "./host/page.js";
import * as rest from "./host/rest.js";
import * as threads from "./host/threads.js";
import * as wait from "./host/wait.js";
import * as warm from "./host/warm.js";
import * as websocket from "./host/websocket.js";

// What the engine imports; bound in src/host.rs.
self.asyncio101 = {
  ...bridge.imports,
  ...library.imports,
  ...outside.imports,
  ...page.imports,
  ...rest.imports,
  ...threads.imports,
  ...wait.imports,
  ...websocket.imports,
};

const folder = new URL(".", import.meta.url);

/** Programs that were sent before the engine was ready for them. */
const waiting = [];
/** Whether the engine can take a program now. */
let idle = false;
/** Whether the page has sent a program yet. */
let hasRun = false;
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
    hasRun = true;
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
  // What the program printed last may be lost with the engine, and what it has to say itself.
  attempt(() => engine?.drain());
  const reason = attempt(() => engine?.lastWords?.()) || describe(error);
  self.postMessage({ type: "crashed", ...(current === undefined ? {} : { run: current }), reason });
}

/** What comes of it; nothing if it fails. */
function attempt(what) {
  try {
    return what();
  } catch {
    return undefined;
  }
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
  // The length is of what travels; it is the length of what arrives only if nothing is encoded. Packed, the worker knows it (www/pack).
  const encoded = response.headers.get("content-encoding");
  const length = typeof ENGINE_BYTES === "number" ? ENGINE_BYTES : encoded ? 0 : Number(response.headers.get("content-length"));
  const total = length > 0 ? length : undefined;
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

/** Whether it was the network that failed: there is no answer at all, or it ended before all had come. */
async function wasCut(coming, error) {
  const answered = await coming.then(() => true, (reason) => !(reason instanceof TypeError));
  return !answered || error instanceof WebAssembly.CompileError || error instanceof TypeError;
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
  const modules = library.begin(new URL("lib/", folder));
  // Whichever fails first is told.
  modules.catch(() => {});
  const code = new URL("asyncio101_engine_bg.wasm", folder);
  const coming = download(code, loading());
  // What fails below is told there.
  coming.catch(() => {});
  const glue = await import("./asyncio101_engine.js");
  const exports = await glue.default({ module_or_path: coming }).catch(async (error) => {
    // Not what is wrong on the host, but a line that was cut: once more. The page counts from nothing again.
    if (!(await wasCut(coming, error))) throw error;
    return glue.default({ module_or_path: download(code, loading()) });
  });
  engine = glue;
  threads.begin(engine, crashed);
  await modules;
  rest.begin(new URL("asyncio101_engine_rest.wasm", folder), exports);
  engine.prepare();
  self.postMessage({ type: "ready", python: engine.python(), blocking: wait.blocking, tookMs: performance.now() });
  library.fetchAhead(rest.LATER);
  setTimeout(warmUp, warm.UNASKED);
  next();
}

/** Runs a program of the engine's own, if nobody has sent one yet. One that is sent meanwhile waits. */
async function warmUp() {
  if (!idle || hasRun) return;
  idle = false;
  try {
    page.begin(warm.program.run);
    await page.unheard(() => engine.run(warm.program));
    page.end();
    engine.prepare();
  } catch (error) {
    return crashed(error);
  }
  performance.mark("asyncio101: warmed up");
  next();
}

start().catch(crashed);
