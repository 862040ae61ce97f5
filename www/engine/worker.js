// The engine's worker: loads the engine, hands it the page's messages, and says when it has died.
//
// The page starts it with `new Worker("./engine/worker.js", { type: "module" })`. Every address is relative
// to this file, so the folder works wherever it is put. The messages are described in www/messages.

import { blocking, page, unpack } from "./host.js";

/** Programs that were sent before the engine was ready for them. */
const waiting = [];
/** Whether the engine can take a program now. */
let idle = false;
/** The run under way, for the report if the engine dies in it. */
let current;
/** The generated glue, once it is loaded. */
let engine;

self.onmessage = ({ data }) => {
  switch (data.type) {
    case "run":
      waiting.push(data);
      if (idle) next();
      break;
    case "stop":
      // A program that has not begun yet is interrupted as soon as it has.
      page.stop(data.run);
      break;
    case "pause":
      page.pause(data.run);
      break;
    case "advance":
      page.advance(data.run, data.within);
      break;
    case "jump":
      page.jump(data.run);
      break;
    case "resume":
      page.resume(data.run);
      break;
    case "input":
      page.input(data.run, data.line);
      break;
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
      await engine.run(program);
    } catch (error) {
      return crashed(error);
    }
    page.end();
    current = undefined;
    // The page hears that the program is over before the engine prepares for the next one.
    await self.asyncio101.turn();
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
    // Whoever waits for the response itself hears of it.
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
  const library = await bundle;
  if (!library.ok) throw new Error(`${library.url}: HTTP status ${library.status}`);
  unpack(await library.arrayBuffer());
  engine.prepare();
  self.postMessage({ type: "ready", python: engine.python(), blocking, tookMs: performance.now() });
  next();
}

start().catch(crashed);
