// asyncio101.websockets in a tab: between two programs of one tab, and out of it by the browser's own WebSocket.
//
//   DIST=path/to/dist BROWSER=chromium|firefox ASYNCIO101=path/to/asyncio101 node --test tests/engine/websockets.test.mjs
//
// What every program in tests/websockets is to print, CPython says with the package `websockets`; without these
// (tools/need.sh python websockets) that part is skipped. The server outside is tests/websockets/peers/server.py, run by
// $ASYNCIO101.

import assert from "node:assert/strict";
import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";

import { open, status } from "./harness.mjs";

const dist = process.env.DIST ?? new URL("../../dist", import.meta.url).pathname;
const browser = process.env.BROWSER ?? "chromium";
const asyncio101 = process.env.ASYNCIO101 ?? new URL("../../target/debug/asyncio101", import.meta.url).pathname;
const folder = new URL("../websockets/", import.meta.url);

const found = (script, ...args) => {
  const path = new URL(`../../tools/${script}`, import.meta.url).pathname;
  return spawnSync(path, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).stdout.trim();
};
const python = found("cpython.sh", "path");
const packages = found("need.sh", "path", "websockets");

/** What CPython with the package makes of a program. */
function reference(file) {
  const options = { cwd: folder, encoding: "utf8", env: { ...process.env, PYTHONPATH: packages } };
  return new Promise((resolve, reject) => {
    execFile(python, [file], options, (error, stdout, stderr) => {
      if (error && typeof error.code !== "number") reject(error);
      else resolve({ stdout, stderr, status: error ? error.code : 0 });
    });
  });
}

let tab, server, lines, port;

/** Runs the body of a coroutine that may say `connect(path)`; what it printed. */
async function run(body, options = {}) {
  const source = `import asyncio
import asyncio101.websockets as websockets

def connect(path, **options):
    options.setdefault("subprotocols", ["first"])
    return websockets.connect(f"ws://127.0.0.1:${port}{path}", **options)

async def main():
${body.trimEnd().replace(/^/gm, "    ")}

asyncio.run(main())
`;
  const { stdout, stderr, ending } = await tab.run({ source, ...options });
  return { stdout, stderr, status: status(ending) };
}

describe(`websockets in ${browser}`, () => {
  before(async () => {
    server = spawn(asyncio101, ["run", "server.py"], {
      cwd: new URL("peers/", folder),
      stdio: ["ignore", "pipe", "inherit"],
    });
    lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
    port = (await lines.next()).value;
    tab = await open(browser, dist);
  });
  after(async () => {
    await tab?.close();
    server.kill("SIGKILL");
  });

  for (const file of readdirSync(folder).filter((file) => file.endsWith(".py"))) {
    const skip = (python === "" || packages === "") && "no CPython 3.14 or no package websockets";
    test(`${file.slice(0, -".py".length)}: both ends in the tab`, { skip }, async () => {
      const source = readFileSync(new URL(file, folder), "utf8");
      const [expected, { stdout, stderr, ending }] = await Promise.all([reference(file), tab.run({ source })]);
      assert.deepEqual({ stdout, stderr, status: status(ending) }, expected);
    });
  }

  test("the world outside is reached by the browser", async () => {
    const { stdout, stderr } = await run(`
async with connect("/echo", subprotocols=["second", "first"]) as websocket:
    print(websocket.subprotocol, websocket.state.name, websocket.request, websocket.remote_address)
    for message in ("text", "üç 🐍", "", b"bytes", b"", b"\\xff" * 200_000, ["frag", "ments"], [b"a", b"b"]):
        await websocket.send(message)
        answer = await websocket.recv()
        print(type(answer).__name__, len(answer), repr(answer[:8]))
print(websocket.close_code, repr(websocket.close_reason), websocket.state.name)
`);
    assert.deepEqual([stdout.split("\n"), stderr], [
      [
        "first OPEN None None",
        "str 4 'text'",
        "str 4 'üç 🐍'",
        "str 0 ''",
        "bytes 5 b'bytes'",
        "bytes 0 b''",
        "bytes 200000 b'\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff'",
        "str 9 'fragment'",
        "bytes 2 b'ab'",
        "1000 '' CLOSED",
        "",
      ],
      "",
    ]);
  });

  test("messages wait for who receives late, and none is lost", async () => {
    const { stdout, stderr } = await run(`
async with connect("/many", max_queue=4) as websocket:
    await asyncio.sleep(0.1)
    messages = [message async for message in websocket]
print(messages == [str(number) for number in range(2000)], websocket.close_code)
`);
    assert.deepEqual([stdout, stderr], ["True 1000\n", ""]);
  });

  test("the other end's close frame is read", async () => {
    const { stdout, stderr } = await run(`
for path, options in (("/close", {}), ("/large", {"max_size": 1000})):
    async with connect(path, **options) as websocket:
        try:
            await websocket.recv()
        except websockets.ConnectionClosedError as error:
            print(error, "|", repr(error.__cause__ and str(error.__cause__)))
async with connect("/echo") as websocket:
    await websocket.close(4321, "enough")
try:
    await websocket.send("late")
except websockets.ConnectionClosed as error:
    print(error)
`);
    assert.deepEqual([stdout.split("\n"), stderr], [
      [
        "received 3999 (registered) görüşürüz; then sent 3999 (registered) görüşürüz | None",
        "sent 4009 (private use) frame with 1001 bytes exceeds limit of 1000 bytes; then received 4009 (private use)" +
          " frame with 1001 bytes exceeds limit of 1000 bytes | 'frame with 1001 bytes exceeds limit of 1000 bytes'",
        "sent 4321 (private use) enough; then received 4321 (private use) enough",
        "",
      ],
      "",
    ]);
  });

  test("messages arrive at a protocol", async () => {
    const { stdout, stderr } = await run(`
class Protocol(websockets.WebSocketProtocol):
    def __init__(self):
        self.over = asyncio.get_running_loop().create_future()
    def connection_made(self, transport):
        self.transport = transport
        transport.send("hello")
    def message_received(self, message):
        print("received", message)
        self.transport.close(3000)
    def connection_lost(self, exc):
        print("lost", exc)
        self.over.set_result(None)

loop = asyncio.get_running_loop()
url = "ws://127.0.0.1:${port}/echo"
transport, protocol = await loop.create_websocket_connection(Protocol, url, subprotocols=["first"])
print(transport)
await protocol.over
`);
    const lost = "lost sent 3000 (registered); then received 3000 (registered)";
    assert.deepEqual(stdout.split("\n"), [
      `<BrowserTransport open ws://127.0.0.1:${port}/echo>`,
      "received hello",
      lost,
      "",
    ]);
    assert.equal(stderr, "");
  });

  test("what a browser cannot do is refused before anything is sent", async () => {
    const { stdout, stderr } = await run(`
async def attempt(coroutine):
    try:
        await coroutine
    except NotImplementedError as error:
        print(error)

async def opened(**options):
    async with connect("/echo", **options):
        print("not refused:", options)

await attempt(opened(additional_headers={"a": "b"}))
await attempt(opened(origin="http://somewhere.example"))
await attempt(opened(ping_interval=1))
await attempt(opened(host="127.0.0.2"))
async with connect("/echo") as websocket:
    await attempt(websocket.ping())
    await attempt(websocket.pong())
    await attempt(websocket.close(1001))
    await websocket.send("still open")
    print(await websocket.recv())
`);
    assert.deepEqual([stdout.split("\n"), stderr], [
      [
        "a browser writes the headers of a WebSocket by itself: leave additional_headers out",
        "a browser writes the headers of a WebSocket by itself: leave origin out",
        "a browser sends no pings: leave ping_interval and ping_timeout out",
        "a browser opens its connections by itself: leave host out",
        "a browser sends no pings",
        "a browser sends no pongs of its own",
        "a browser closes with 1000, or 3000 to 4999, not with 1001",
        "still open",
        "",
      ],
      "",
    ]);
  });

  test("nobody listens there: an OSError", async () => {
    const nobody = createServer().listen(0, "127.0.0.1");
    await once(nobody, "listening");
    const free = nobody.address().port;
    nobody.close();
    await once(nobody, "close");
    const { stdout } = await run(`
try:
    await websockets.connect("ws://127.0.0.1:${free}/")
except OSError as error:
    print(error)
`);
    assert.match(stdout, /^the browser could not connect to ws:\/\/127\.0\.0\.1:\d+\/ and does not say why: /);
  });

  test("on the virtual clock there is no way out", async () => {
    const body = `
try:
    await connect("/echo")
except NotImplementedError as error:
    print(error)
`;
    const { stdout } = await run(body, { clock: "virtual" });
    assert.equal(
      stdout,
      `nobody in this tab listens at 127.0.0.1:${port}, and a program on the virtual clock cannot wait for the world outside:` +
        " run it on the real clock\n",
    );
  });

  test("a run that ends closes its connections", async () => {
    await run(`
websocket = await connect("/report")
await websocket.recv()
await websocket.send("I am off")
`);
    assert.equal((await lines.next()).value, "I am off");
    assert.equal((await lines.next()).value, "closed by 1005");
  });

  test("Stop ends a wait for a message and closes the connection", async () => {
    const { stdout, status } = await run(
      `
async with connect("/report") as websocket:
    print(await websocket.recv())
    await websocket.recv()
`,
      { stopAfter: 0 },
    );
    assert.deepEqual([stdout, status], ["speak\n", 130]);
    // The block was left by an exception.
    assert.equal((await lines.next()).value, "closed by 4011");
  });
});
