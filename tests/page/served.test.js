// The site as `asyncio101 serve` sends it, packed for a host: what its headers forbid, and what a browser keeps.
//
//   SERVE  the server, `asyncio101-serve`; without it these tests are skipped

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Page, visitor } from "./support.js";

const { DIST, SERVE } = process.env;
const options = { skip: SERVE && DIST ? false : "SERVE names no server, or DIST no site" };

let folder;
let server;
let address;

before(async () => {
  if (options.skip) return;
  folder = mkdtempSync(join(tmpdir(), "asyncio101-served-"));
  execFileSync(process.execPath, [fileURLToPath(new URL("../../www/pack/pack.js", import.meta.url)), DIST, folder, "--quick"]);
  server = spawn(SERVE, [folder, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface(server.stdout)) {
    address = /http:\S+\//.exec(line)[0];
    break;
  }
});

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
