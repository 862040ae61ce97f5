// The site as `asyncio101 serve` sends it, packed for a host: what its headers forbid, and what a browser keeps.
//
//   SERVE   the server, `asyncio101-serve`; without it these tests are skipped
//   PARTED  the site with its modules in parts (`make parted`); without it, what is in DIST is packed

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Page, visitor } from "./support.js";

const { DIST, PARTED, SERVE } = process.env;
const inParts = { skip: SERVE && PARTED ? false : "PARTED names no site in parts, or SERVE no server" };
const options = { skip: SERVE && DIST ? false : "SERVE names no server, or DIST no site" };

let folder;
let server;
let address;

before(async () => {
  if (options.skip) return;
  folder = mkdtempSync(join(tmpdir(), "asyncio101-served-"));
  ({ server, address } = await serve(PARTED ?? DIST, folder));
});

/** Packs a site into a folder, and serves that. */
async function serve(site, folder) {
  const pack = fileURLToPath(new URL("../../www/pack/pack.js", import.meta.url));
  execFileSync(process.execPath, [pack, site, folder, "--quick"]);
  const server = spawn(SERVE, [folder, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface(server.stdout)) {
    return { server, address: /http:\S+\//.exec(line)[0] };
  }
}

after(() => {
  server?.kill();
  if (folder) rmSync(folder, { recursive: true });
});

/** A tab that fails the test if something is refused in it. */
async function strict(t) {
  const tab = await visitor(t);
  const refused = [];
  tab.on("pageerror", (error) => refused.push(String(error)));
  tab.context().on("console", (message) => /error|warning/.test(message.type()) && refused.push(`${message.location().url}: ${message.text()}`));
  await tab.context().addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      console.error(`${violatedDirective} refuses ${blockedURI}`);
    });
  });
  t.after(() => assert.deepEqual(refused, []));
  return tab;
}

test("under its policy the playground runs a program", options, async (t) => {
  const page = new Page(await strict(t), address);
  await page.tab.goto(address);
  await page.run('import asyncio\nasyncio.run(asyncio.sleep(0.01, print("slept")))\n');
  assert.match(await page.ended(), /^Finished/);
  assert.deepEqual(await page.lines(), ["slept"]);
});

test("under its policy the course opens a chapter, and its program runs", options, async (t) => {
  const tab = await strict(t);
  await tab.goto(`${address}learn/`);
  await tab.getByRole("link", { name: "Begin", exact: true }).click();
  const stage = tab.locator("[data-stage='1']");
  await stage.getByRole("button", { name: "Run", exact: true }).click();
  await stage.locator(".note.end").waitFor({ timeout: 60_000 });
});

test("under its policy a page of this machine has the player in a frame, and the program in it runs", options, async (t) => {
  const code = encodeURIComponent('print("in a frame")\n');
  const tab = await hosted(t, await strict(t), `${address}player.html?code=${code}`);
  const frame = tab.frameLocator("iframe");
  await frame.getByRole("button", { name: "Run" }).click();
  await frame.getByText("in a frame", { exact: true }).last().waitFor();
});

test("a page of another machine has nothing of this in a frame", options, async (t) => {
  const tab = await visitor(t);
  const refusal = tab.waitForEvent("console", (message) => message.text().includes("frame-ancestors"));
  await hosted(t, tab, `${address}player.html`, "pages.localhost");
  await refusal;
  assert.equal(await tab.frameLocator("iframe").locator("#page").count(), 0);
});

test("under its policy the slides show their programs, and the speaker's view opens", options, async (t) => {
  const tab = await strict(t);
  await tab.goto(`${address}deck/`);
  await tab.waitForFunction(() => globalThis.Reveal?.isReady());
  const [speaker] = await Promise.all([tab.context().waitForEvent("page"), tab.keyboard.press("s")]);
  await speaker.frameLocator("#current-slide iframe").locator(".reveal.ready").waitFor();
});

test("what the first program uses is in the first part, and there are ten requests before its output", inParts, async (t) => {
  // What only happens now and then, on a machine that is busy, may be in a rest. It does not happen each time.
  let early;
  for (let visits = 0; visits < 3; visits++) {
    const visit = await visitUntilOutput(t);
    assert.ok(visit.asked.length <= 10, visit.asked.join("\n"));
    early = visit.early;
    if (early.length === 0) return;
  }
  assert.deepEqual(early, []);
});

/** The files that a first visit has asked for when there is output, and the rests among them that somebody had to wait for. */
async function visitUntilOutput(t) {
  const tab = await strict(t);
  const asked = [];
  const early = [];
  let printed = false;
  tab.context().on("request", (request) => {
    const name = new URL(request.url()).pathname.replace(/^.*\//, "");
    // What is fetched ahead is not waited for.
    const isAhead = /_rest\.wasm$|^common\.bundle$/.test(name) && request.resourceType() === "fetch";
    if (!printed && !isAhead) asked.push(name);
  });
  // The rest is there when everything else is, unless it is asked for at once.
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await tab.context().route("**/*_rest.wasm", async (route) => {
    const request = route.request();
    if (request.resourceType() === "xhr") early.push(request.url());
    else await held;
    await route.continue();
  });
  await tab.goto(address);
  const page = new Page(tab, address);
  await page.runButton.click();
  await page.shows(page.log, "ask Ankara");
  printed = true;
  release();
  await page.ended();
  return { asked: asked.filter((name) => !early.some((address) => address.endsWith(name))), early };
}

test("what is in no first part comes when it is called", inParts, async (t) => {
  const page = new Page(await strict(t), address);
  await page.tab.goto(address);
  await page.run(`
import decimal, fractions, hashlib, json, re, statistics, unicodedata, zlib
print(unicodedata.name("ş"), json.loads('{"a": [1, 2.5, null]}'), re.sub(r"(?<=o)b", "d", "foobar"))
print(decimal.Decimal(2).sqrt(), fractions.Fraction(1, 3) + 1, statistics.stdev([1, 2, 4]), 3 ** 200 % 1000007)
print(zlib.decompress(zlib.compress(b"again")), hashlib.sha256(b"").hexdigest()[:8], f"{1234567.891:,.1f}")
`);
  assert.match(await page.ended(), /^Finished/);
  assert.deepEqual(await page.lines(), [
    "LATIN SMALL LETTER S WITH CEDILLA {'a': [1, 2.5, None]} foodar",
    "1.414213562373095048801688724 4/3 1.5275252316519468 959082",
    "b'again' e3b0c442 1,234,567.9",
  ]);
});

test("what is called before the rest has come waits for it, in the page and in the engine", inParts, async (t) => {
  const tab = await visitor(t);
  // It is never fetched ahead.
  const asked = [];
  await tab.context().route("**/*_rest.wasm", (route) => {
    const kind = route.request().resourceType();
    asked.push(kind);
    return kind === "xhr" ? route.continue() : route.abort();
  });
  const page = new Page(tab, address);
  await tab.goto(address);
  await tab.getByRole("button", { name: "Share" }).click();
  await tab.getByRole("dialog").waitFor();
  await tab.keyboard.press("Escape");
  await page.run('import unicodedata\nprint(unicodedata.name("a"))\n');
  assert.match(await page.ended(), /^Finished/);
  assert.deepEqual(asked.filter((kind) => kind === "xhr").length, 2, asked.join());
});

test("for a program no time passes while the rest is on its way", inParts, async (t) => {
  const tab = await visitor(t);
  await tab.context().route("**/asyncio101_engine_rest.wasm", async (route) => {
    if (route.request().resourceType() !== "xhr") return route.abort();
    // A line on which it takes two seconds.
    await new Promise((come) => setTimeout(come, 2000));
    return route.continue();
  });
  const page = new Page(tab, address);
  await tab.goto(address);
  await page.run(`
import time, unicodedata
before = time.monotonic(), time.time(), time.perf_counter()
unicodedata.name("a")
passed = [after - before for before, after in zip(before, (time.monotonic(), time.time(), time.perf_counter()))]
print("not for the program" if max(passed) < 1 else passed)
`);
  assert.match(await page.ended(), /^Finished/);
  assert.deepEqual(await page.lines(), ["not for the program"]);
});

test("an engine whose rest cannot be had says so, and the page goes on", inParts, async (t) => {
  const tab = await visitor(t);
  await tab.context().route("**/asyncio101_engine_rest.wasm", (route) => route.fulfill({ status: 404 }));
  const page = new Page(tab, address);
  await tab.goto(address);
  await page.run('import unicodedata\nprint(unicodedata.name("a"))\n');
  await page.shows(page.log, /A part of the program cannot be fetched \(.*HTTP status 404\)/);
  await page.run("print(1 + 1)\n");
  await page.shows(page.log, "2");
});

test("an engine that was cut off on its way is fetched once more", inParts, async (t) => {
  const tab = await visitor(t);
  let asked = 0;
  await tab.context().route("**/asyncio101_engine_bg.wasm", async (route) => {
    asked += 1;
    if (asked > 1) return route.continue();
    const response = await route.fetch();
    const whole = await response.body();
    return route.fulfill({ contentType: "application/wasm", body: whole.subarray(0, whole.length / 2) });
  });
  const page = new Page(tab, address);
  await tab.goto(address);
  await page.run('print("there")\n');
  assert.match(await page.ended(), /^Finished/);
  assert.equal(asked, 2);
});

test("an engine that a host calls by another type is taken all the same", inParts, async (t) => {
  const tab = await visitor(t);
  await tab.context().route("**/*.wasm", async (route) => {
    const response = await route.fetch();
    return route.fulfill({ contentType: "application/octet-stream", body: await response.body() });
  });
  const page = new Page(tab, address);
  await tab.goto(address);
  await page.run('import unicodedata\nprint(unicodedata.name("a"))\n');
  assert.match(await page.ended(), /^Finished/);
  assert.deepEqual(await page.lines(), ["LATIN SMALL LETTER A"]);
});

test("the page says how much of the engine has come, also of one that was sent compressed", inParts, async (t) => {
  const tab = await visitor(t);
  const page = new Page(tab, address);
  await tab.goto(address);
  await page.run("print(1)\n");
  await page.ended();
  // What the page's first script noted down of it.
  const last = await tab.evaluate(() => window.asyncio101Engine.early);
  assert.ok(last.total >= last.received && last.total > 1_000_000, JSON.stringify(last));
});

test("a page never has the engine of another version: it says that its own is gone, and the next visit has the new one", options, async (t) => {
  const scratch = mkdtempSync(join(tmpdir(), "asyncio101-next-"));
  const [site, packed] = ["site", "packed"].map((name) => join(scratch, name));
  cpSync(PARTED ?? DIST, site, { recursive: true });
  appendFileSync(join(site, "engine/worker.js"), "\nself.version = 2;\n");
  const next = await serve(site, packed);
  t.after(() => {
    next.server.kill();
    rmSync(scratch, { recursive: true });
  });

  // The page has come; the host has the next version when it asks for the rest of its own.
  const tab = await visitor(t);
  await tab.context().route(`${address}**`, async (route) => {
    const request = route.request();
    if (request.resourceType() === "document") return route.continue();
    return route.fulfill({ response: await route.fetch({ url: request.url().replace(address, next.address) }) });
  });
  const page = new Page(tab, address);
  await tab.goto(address);
  await page.shows(page.status, "The engine could not be loaded. Run tries again.");
  await tab.goto(next.address);
  await page.run('print("there")\n');
  assert.match(await page.ended(), /^Finished/);
  assert.deepEqual(await page.lines(), ["there"]);
});

test("an open page goes on without its server", inParts, async (t) => {
  const tab = await visitor(t);
  const page = new Page(tab, address);
  // All that is fetched ahead is there.
  const ahead = Promise.all(["_app_rest.wasm", "_engine_rest.wasm", "common.bundle"].map((name) =>
    tab.context().waitForEvent("requestfinished", (request) => request.url().endsWith(name))));
  await tab.goto(address);
  await ahead;
  await tab.context().setOffline(true);
  await page.run('import dataclasses, json, logging, re, unicodedata\nprint(unicodedata.name("a"), json.dumps([1]))\n');
  assert.match(await page.ended(), /^Finished/);
  assert.deepEqual(await page.lines(), ["LATIN SMALL LETTER A [1]"]);
  await tab.getByRole("button", { name: "Share" }).click();
  await tab.getByRole("dialog").waitFor();
});

test("nothing is fetched twice, and on the next visit only pages are asked for", options, async (t) => {
  const tab = await strict(t);
  const page = new Page(tab, address);
  const visit = async () => {
    await tab.goto(address);
    await page.run('print("there")\n');
    await page.ended();
    const loaded = () => performance.getEntriesByType("resource").map(({ name, transferSize }) => ({ name, transferSize }));
    return [...await tab.evaluate(loaded), ...await tab.workers()[0].evaluate(loaded)];
  };
  const first = (await visit()).filter(({ transferSize }) => transferSize > 0).map(({ name }) => name);
  assert.ok(first.some((name) => name.endsWith("_engine_bg.wasm")), first.join("\n"));
  assert.equal(new Set(first).size, first.length, first.sort().join("\n"));
  const second = (await visit()).filter(({ transferSize }) => transferSize > 0).map(({ name }) => name);
  assert.deepEqual(second.filter((name) => /-[0-9a-f]{16}\//.test(name)), []);
});

/** Has a page of another origin show an address in a frame. What a browser takes for another machine is this one, too. */
async function hosted(t, tab, shown, name = "localhost") {
  const host = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`<!doctype html><title>A host</title><link rel="icon" href="data:,"><iframe src="${shown}" width="760" height="460"></iframe>`);
  });
  await new Promise((listening) => host.listen(0, "127.0.0.1", listening));
  t.after(() => host.close());
  await tab.goto(`http://${name}:${host.address().port}/`);
  return tab;
}
