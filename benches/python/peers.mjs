// What scheduling costs in a tab: ours beside Pyodide and MicroPython, the same programs, in turns.
//
//     npm --prefix benches/python/peers ci
//     node benches/python/peers.mjs DIST [--rounds N] [--program FILE ...]
//
// DIST is a folder as `make dist` or `make parted` writes it. Each workload runs in a worker of each in Chromium, alternately, so that
// a machine whose speed drifts slows all alike, and prints nanoseconds per operation. The table gives the median of each, and of the
// ratios ours / peer, with the smallest and the largest of the rounds: below 1 ours is faster.
//
// A workload repeats its operation a number of times, the last one in the line of its capital names. Where a peer would take
// minutes for that, it is asked for fewer: for as many as take it two seconds. What a peer cannot run is left out, and said.

import { readFileSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { open } from "../../tests/engine/harness.mjs";
import { serve } from "../../tests/engine/server.mjs";

/** How long a peer's program may take, about, in milliseconds; and what is given up. */
const LONG = 2000;
const TOO_LONG = 120_000;

const PEERS = {
  pyodide: "pyodide",
  micropython: "@micropython/micropython-webassembly-pyscript",
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" }, program: { type: "string", multiple: true } },
});
if (positionals.length !== 1) {
  console.error("Say where the built page is: node benches/python/peers.mjs DIST [--rounds N] [--program FILE ...]");
  process.exit(2);
}

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const workloads = here("workloads/");
const programs =
  values.program ?? readdirSync(workloads).filter((name) => name.endsWith(".py")).sort().map((name) => workloads + name);
const sorted = (numbers) => numbers.toSorted((one, other) => one - other);
const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];

const REPETITIONS = /^([A-Z_, ]+ = (?:[\d_]+, )*)([\d_]+)$/m;

/** How often a workload repeats its operation. */
const repetitions = (source) => Number((REPETITIONS.exec(source)?.[2] ?? "1").replaceAll("_", ""));

/** The same, repeated so often. */
const repeated = (source, times) => source.replace(REPETITIONS, `$1${times}`);

/** What was printed, as nanoseconds per operation. */
function nanoseconds(printed, error) {
  const number = Number(printed);
  if (error || !(number > 0)) throw new Error(error || `it printed ${JSON.stringify(printed)}`);
  return number;
}

/** Ours: `run` gives nanoseconds per operation. */
async function ours(dist) {
  const engine = await open("chromium", dist);
  return {
    version: engine.version,
    async run(source) {
      const { stdout, stderr, ending } = await engine.run({ source });
      return nanoseconds(stdout, ending.type === "ended" ? stderr.trim().split("\n").at(-1) : JSON.stringify(ending));
    },
    close: engine.close,
  };
}

/** A peer in a worker of its own. */
async function peer(name) {
  const folder = here(`peers/node_modules/${PEERS[name]}/`);
  const worker = readFileSync(here(`peers/${name}.js`), "utf8");
  const page = await open("chromium", folder, {
    serve: (pages) => serve(folder, { pages: { ...pages, "/peer.js": worker } }),
  });
  const start = () =>
    page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          window.worker?.terminate();
          window.worker = new Worker(new URL("peer.js", document.baseURI), { type: "module" });
          window.worker.onmessage = ({ data }) => resolve(data.version);
          window.worker.onerror = ({ message }) => reject(new Error(message));
        }),
    );
  return {
    version: await start(),
    async run(source) {
      const { printed, error } = await page.evaluate(
        ([source, limit]) =>
          new Promise((resolve) => {
            const timer = setTimeout(() => resolve({ error: "it takes too long" }), limit);
            window.worker.onmessage = ({ data }) => {
              clearTimeout(timer);
              resolve(data);
            };
            window.worker.postMessage(source);
          }),
        [source, TOO_LONG],
      );
      // What has failed may have left something running.
      if (error) await start();
      return nanoseconds(printed, error);
    },
    close: page.close,
  };
}

/** A workload as a peer is asked to run it. */
async function bearable(peer, source) {
  const all = repetitions(source);
  let times = Math.max(1, Math.round(all / 1000));
  for (;;) {
    const began = performance.now();
    await peer.run(repeated(source, times));
    const took = performance.now() - began;
    const wanted = Math.min(all, Math.max(times, Math.floor((times * LONG) / took)));
    if (wanted < times * 4) return repeated(source, wanted);
    times = Math.min(wanted, times * 20);
  }
}

const opened = [];
try {
  const mine = await ours(positionals[0]);
  opened.push(mine);
  const peers = [];
  for (const name of Object.keys(PEERS)) {
    peers.push(await peer(name));
    opened.push(peers.at(-1));
  }
  console.log([mine, ...peers].map(({ version }) => version).join(", "));
  console.log(`| workload | ours | ${peers.map(({ version }) => `${version} | ours / that`).join(" | ")} |`);
  console.log(`| --- | ---: |${" ---: | ---: |".repeat(peers.length)}`);
  for (const file of programs) {
    const source = readFileSync(file, "utf8");
    const all = [];
    const cells = [];
    for (const one of peers) {
      try {
        const program = await bearable(one, source);
        const rounds = [];
        for (let round = 0; round < Number(values.rounds); round += 1) {
          rounds.push([await mine.run(source), await one.run(program)]);
        }
        const ratios = sorted(rounds.map(([its, others]) => its / others));
        const [low, middle, high] = [ratios[0], median(ratios), ratios.at(-1)].map((ratio) => ratio.toFixed(3));
        all.push(...rounds.map(([its]) => its));
        cells.push(`${median(rounds.map(([, others]) => others)).toFixed(0)} ns`, `${middle} (${low} to ${high})`);
      } catch (error) {
        cells.push("–", error.message.replaceAll("|", "/"));
      }
    }
    const its = all.length ? `${median(all).toFixed(0)} ns` : "–";
    console.log(`| ${[basename(file, ".py"), its, ...cells].join(" | ")} |`);
  }
} finally {
  for (const one of opened) await one.close();
}
