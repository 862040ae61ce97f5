// The world outside, from a tab: through the bridge of the server that the page comes from, over real sockets.
//
//   DIST=path/to/dist BROWSER=chromium|firefox ASYNCIO101=path/to/asyncio101 node --test tests/engine/bridge.test.mjs

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";

import { open } from "./harness.mjs";

const dist = resolve(process.env.DIST ?? new URL("../../dist", import.meta.url).pathname);
const browser = process.env.BROWSER ?? "chromium";
const desktop = process.env.ASYNCIO101 ?? new URL("../../target/debug/asyncio101", import.meta.url).pathname;

/** A server of the far side, at a port of its own. */
async function listening(server) {
  await new Promise((listens) => server.listen(0, "127.0.0.1", listens));
  return server.address().port;
}

/** Serves the tests' page by the desktop's server, as `open` takes it. */
async function asyncio101(folder, parameters) {
  const child = spawn(desktop, ["serve", folder, "--port", "0", ...parameters], { stdio: ["ignore", "pipe", "pipe"] });
  const log = [];
  const lines = createInterface(child.stderr).on("line", (line) => log.push(line));
  const [line] = await new Promise((hears, fails) => {
    createInterface(child.stdout).once("line", (line) => hears([line]));
    child.once("error", fails);
    child.once("exit", (code) => fails(new Error(`it ended with ${code}: ${log.join("\n")}`)));
  });
  return {
    address: /http:\/\/[^/]+/.exec(line)[0],
    /** A line of its log that says so. */
    async logged(text) {
      let line;
      while (!(line = log.find((line) => line.includes(text)))) await once(lines, "line");
      return line;
    },
    requests: [],
    /** Ends it as nobody can prepare for. */
    kill: () => child.kill("SIGKILL"),
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGINT");
      await once(child, "exit");
    },
  };
}

/** Puts the tests' page into a folder with the engine, and serves it with a bridge to these. */
async function bridged(folder, pages, listed) {
  for (const [path, contents] of Object.entries(pages)) writeFileSync(join(folder, path), contents);
  return asyncio101(folder, listed.flatMap((it) => ["--bridge", it]));
}

/** A folder with the engine in it. */
function withEngine() {
  const folder = mkdtempSync(join(tmpdir(), "asyncio101-"));
  symlinkSync(join(dist, "engine"), join(folder, "engine"));
  return folder;
}

let echo, web, silent, heard, held, served, tab, folder, ports;

before(async () => {
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => {});
    socket.pipe(socket);
  });
  web = createHttpServer((request, response) => response.end(`you asked for ${request.url}`));
  // Says hello, and breaks the connection at the first word.
  silent = createServer((socket) => {
    socket.on("error", () => {});
    socket.write("hello");
    socket.once("data", () => socket.resetAndDestroy());
  });
  heard = createServer();
  ports = Object.fromEntries(
    await Promise.all(Object.entries({ echo, web, silent, heard }).map(async ([name, it]) => [name, await listening(it)])),
  );
  // A port that is taken by one end of a connection is nobody's who listens.
  held = connect(ports.echo, "127.0.0.1");
  await once(held, "connect");
  ports.nobody = held.localPort;

  folder = withEngine();
  // No server has the name, and none is asked for it: a part of it is too long.
  ports.nameless = `${"a".repeat(64)}.example`;
  tab = await open(browser, folder, {
    serve: async (pages) => {
      const listed = [
        `127.0.0.1:${ports.echo}`,
        `localhost:${ports.web}`,
        `127.0.0.1:${ports.silent}`,
        `127.0.0.1:${ports.heard}`,
        `127.0.0.1:${ports.nobody}`,
        `${ports.nameless}:80`,
      ];
      return (served = await bridged(folder, pages, listed));
    },
  });
});

after(async () => {
  await tab?.close();
  held?.destroy();
  for (const server of [echo, web, silent, heard]) server?.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** Runs a program that must end well, and returns what it printed. */
async function printed(source, options = {}) {
  const { stdout, stderr, ending } = await tab.run({ source, ...options });
  assert.deepEqual([stderr, ending.outcome ?? ending], ["", { kind: "finished" }]);
  return stdout;
}

describe(`the world outside, from ${browser}`, () => {
  test("a megabyte goes there and comes back", async () => {
    const source = `
import asyncio

async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", ${ports.echo})
    print(writer.get_extra_info("peername"))
    data = bytes(range(256)) * 4096
    async def send():
        for at in range(0, len(data), 50_000):
            writer.write(data[at : at + 50_000])
            await writer.drain()
        writer.write_eof()
    async with asyncio.TaskGroup() as group:
        group.create_task(send())
        back = group.create_task(reader.read())
    print(len(back.result()), back.result() == data, reader.at_eof())
    writer.close()
    await writer.wait_closed()

asyncio.run(main())`;
    assert.equal(await printed(source), `('127.0.0.1', ${ports.echo})\n1048576 True True\n`);
  });

  test("a program that does not read holds up nobody but itself", async () => {
    const source = `
import asyncio

async def main():
    slow_reader, slow = await asyncio.open_connection("127.0.0.1", ${ports.echo}, limit=1000)
    slow.transport.pause_reading()
    slow.write(bytes(4_000_000))
    reader, writer = await asyncio.open_connection("127.0.0.1", ${ports.echo})
    for _ in range(20):
        writer.write(b"hello\\n")
        assert await reader.readline() == b"hello\\n"
    writer.close()
    slow.transport.resume_reading()
    print(len(await slow_reader.readexactly(4_000_000)))
    slow.close()

asyncio.run(main())`;
    assert.equal(await printed(source), "4000000\n");
  });

  test("blocking sockets and the library's clients wait for it", async () => {
    const source = `
import http.client, socket, urllib.request

with socket.create_connection(("127.0.0.1", ${ports.echo}), timeout=20) as connection:
    connection.sendall(b"one\\ntwo\\n")
    connection.shutdown(socket.SHUT_WR)
    print(connection.makefile().read().split())
client = http.client.HTTPConnection("localhost", ${ports.web})
client.request("GET", "/first")
print(client.getresponse().read())
print(urllib.request.urlopen("http://localhost:${ports.web}/second").read())
with socket.create_connection(("127.0.0.1", ${ports.silent}), timeout=20) as connection:
    print(connection.recv(5))
    connection.sendall(b"?")
    try:
        print(connection.recv(5))
    except ConnectionResetError as error:
        print(type(error).__name__)`;
    const expected = "['one', 'two']\nb'you asked for /first'\nb'you asked for /second'\nb'hello'\nConnectionResetError\n";
    assert.equal(await printed(source), expected);
  });

  test("what cannot be reached is an error of its kind", async () => {
    const source = `
import asyncio, errno, socket

async def main():
    for host, port in [
        ("127.0.0.1", ${ports.nobody}),
        ("127.0.0.1", 1),
        ("${ports.nameless}", 80),
        ("other.example", 80),
        ("nobody.invalid", 80),
    ]:
        for connect in asyncio_connect, blocking_connect:
            try:
                await connect(host, port)
            except OSError as error:
                print(port if port != ${ports.nobody} else "nobody", type(error).__name__, errno.errorcode.get(error.errno))
    try:
        await asyncio_connect("other.example", 80)
    except OSError as error:
        print(str(error).partition("leads to")[0], "not to other.example:80" in str(error))

async def asyncio_connect(host, port):
    await asyncio.open_connection(host, port)

async def blocking_connect(host, port):
    socket.create_connection((host, port)).close()

asyncio.run(main())`;
    assert.equal(
      await printed(source),
      [
        ...Array(2).fill("nobody ConnectionRefusedError ECONNREFUSED"),
        ...Array(2).fill("1 ConnectionRefusedError ECONNREFUSED"),
        ...Array(2).fill("80 gaierror None"),
        ...Array(2).fill("80 PermissionError EACCES"),
        ...Array(2).fill("80 gaierror None"),
        "[Errno 13] Permission denied: the bridge of this page  True",
        "",
      ].join("\n"),
    );
  });

  test("what a program of the tab has bound is in the tab", async () => {
    const source = `
import asyncio

async def greet(reader, writer):
    writer.write(b"from inside")
    writer.close()

async def main():
    async with await asyncio.start_server(greet, "127.0.0.1", ${ports.echo}):
        reader, writer = await asyncio.open_connection("127.0.0.1", ${ports.echo})
        print(await reader.read())
        writer.close()

asyncio.run(main())`;
    assert.equal(await printed(source), "b'from inside'\n");
  });

  test("what was sent last arrives, whatever the program does then", async () => {
    const all = new Promise((hears) => {
      heard.once("connection", (socket) => {
        let length = 0;
        socket.on("data", (data) => (length += data.length));
        socket.on("end", () => hears(length));
      });
    });
    const source = `
import socket
connection = socket.create_connection(("127.0.0.1", ${ports.heard}))
connection.sendall(bytes(1_000_000))
raise SystemExit`;
    await printed(source);
    assert.equal(await all, 1_000_000);
  });

  test("on the virtual clock a program stays inside, and is told so", async () => {
    const source = `
import socket
try:
    socket.create_connection(("echo.example", 80))
except OSError as error:
    print(error)`;
    assert.match(
      await printed(source, { clock: "virtual" }),
      /^\[Errno 101\] Network is unreachable: echo\.example:80 is outside this tab, and a run on the virtual clock stays inside/,
    );
  });

  test("who asks for TLS is told that there is none, in one sentence", async () => {
    const source = `
import asyncio

async def main():
    try:
        await asyncio.open_connection("127.0.0.1", ${ports.echo}, ssl=True)
    except RuntimeError as error:
        print(error)

asyncio.run(main())
import ssl`;
    const { stdout, stderr } = await tab.run({ source });
    assert.match(stdout, /^create_connection\(\) cannot use TLS: a browser tab has no TLS for its sockets; [^\n]+\n$/);
    assert.match(
      stderr,
      /^Traceback \(most recent call last\):\n  File "main\.py", line 11, in <module>\n    import ssl\nModuleNotFoundError: No module named 'ssl': a browser tab has no TLS/,
    );
  });

  test("each connection has its line in the server's log", async () => {
    const line = await served.logged("; 1048576 bytes there, 1048576 back");
    assert.match(line, new RegExp(`^bridge: 127\\.0\\.0\\.1:\\d+ to 127\\.0\\.0\\.1:${ports.echo}: `));
  });
});

test(`without a bridge a program is told how to get one, in ${browser}`, async () => {
  const lonely = await open(browser, dist);
  try {
    const source = `
import asyncio, socket

async def main():
    try:
        await asyncio.open_connection("echo.example", 80)
    except OSError as error:
        print(error)

print(socket.getaddrinfo("echo.example", 80, type=socket.SOCK_STREAM)[0][4])
asyncio.run(main())
try:
    socket.create_connection(("127.0.0.1", 80))
except ConnectionRefusedError as error:
    print(error)`;
    const { stdout, stderr } = await lonely.run({ source });
    assert.equal(stderr, "");
    assert.deepEqual(stdout.split("\n"), [
      "('echo.example', 80)",
      "[Errno 101] Network is unreachable: echo.example:80 is outside this tab, and a browser gives programs no way out; " +
        "serve the page with 'asyncio101 serve DIR --bridge echo.example:80'",
      "[Errno 111] Connection refused",
      "",
    ]);
  } finally {
    await lonely.close();
  }
});

test(`whoever waits for a bridge that dies is told, in ${browser}`, async () => {
  let dying;
  // Whoever says something to it ends the server that the page comes from.
  const fatal = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => dying.kill());
  });
  const folder = withEngine();
  let tab;
  try {
    const port = await listening(fatal);
    const listed = [`127.0.0.1:${port}`, "far.example:80"];
    tab = await open(browser, folder, { serve: async (pages) => (dying = await bridged(folder, pages, listed)) });
    const source = `
import asyncio, errno, socket

def blocking():
    # It is asked for while the bridge is there, and waits when it is gone.
    with socket.create_connection(("127.0.0.1", ${port})) as connection:
        connection.sendall(b"die")
        try:
            connection.recv(1)
        except OSError as error:
            print("recv:", type(error).__name__)

async def main():
    reader, writer = await asyncio.open_connection("127.0.0.1", ${port})
    async def read():
        try:
            await reader.readline()
        except OSError as error:
            print("readline:", type(error).__name__, errno.errorcode[error.errno])
    async with asyncio.TaskGroup() as group:
        group.create_task(read())
        await asyncio.sleep(0)
        blocking()
    writer.close()
    try:
        await writer.wait_closed()
    except OSError as error:
        print("wait_closed:", type(error).__name__)
    try:
        await asyncio.open_connection("far.example", 80)
    except OSError as error:
        print(error)

asyncio.run(main())`;
    assert.equal(
      await tab.run({ source }).then(({ stdout, stderr }) => stdout + stderr),
      [
        "recv: ConnectionResetError",
        "readline: ConnectionResetError ECONNRESET",
        "wait_closed: ConnectionResetError",
        "[Errno 101] Network is unreachable: far.example:80 is outside this tab, and a browser gives programs no way out; " +
          "serve the page with 'asyncio101 serve DIR --bridge far.example:80'",
        "",
      ].join("\n"),
    );
  } finally {
    await tab?.close();
    fatal.close();
    rmSync(folder, { recursive: true });
  }
});
