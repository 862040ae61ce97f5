// What scheduling costs in a tab: one built page beside another, the same programs, in turns.
//
//     node benches/python/tabs.mjs BEFORE AFTER [--rounds N] [--browser chromium|firefox] [--program FILE ...]
//
// BEFORE and AFTER are folders as `make dist` writes them. Each workload (or each program given) runs in the engine of
// each, alternately, so that a machine whose speed drifts slows both alike. A workload prints nanoseconds per operation;
// the table gives the median of each, and of the ratio AFTER / BEFORE, with the smallest and the largest of its rounds:
// below 1 is faster. First without a recording, then with loops recorded, as the page records them. What cannot run in
// both is left out, and said.

import { readFileSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { open } from "../../tests/engine/harness.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    browser: { type: "string", default: "chromium" },
    program: { type: "string", multiple: true },
  },
});
if (positionals.length !== 2) {
  console.error("Say what to compare: node benches/python/tabs.mjs BEFORE AFTER [--rounds N] [--browser NAME]");
  process.exit(2);
}

const workloads = fileURLToPath(new URL("workloads/", import.meta.url));
const programs =
  values.program ?? readdirSync(workloads).filter((name) => name.endsWith(".py")).sort().map((name) => workloads + name);
const sorted = (numbers) => numbers.toSorted((one, other) => one - other);
const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];

/** Nanoseconds per operation. */
async function measure(engine, source, record) {
  const { stdout, stderr, ending } = await engine.run({ source, record });
  const nanoseconds = Number(stdout);
  if (ending.type !== "ended" || stderr || !(nanoseconds > 0)) {
    throw new Error(stderr.trim().split("\n").at(-1) || `${JSON.stringify(ending)} ${stdout}`);
  }
  return nanoseconds;
}

/** The cells of one table: medians, and the ratio with its spread. */
function cells(pairs) {
  const ratios = sorted(pairs.map(([before, after]) => after / before));
  const [low, high] = [ratios[0], ratios.at(-1)].map((ratio) => ratio.toFixed(2));
  const [before, after] = [0, 1].map((side) => `${median(pairs.map((pair) => pair[side])).toFixed(0)} ns`);
  return [before, after, `${median(ratios).toFixed(2)} (${low} to ${high})`];
}

const engines = [];
try {
  for (const dist of positionals) engines.push(await open(values.browser, dist));
  const header = ["before", "after", "ratio", "recorded, before", "after", "ratio"];
  console.log("workload".padEnd(26) + header.map((word) => word.padStart(22)).join(""));
  for (const file of programs) {
    const name = basename(file, ".py");
    const source = readFileSync(file, "utf8");
    const rounds = { off: [], loop: [] };
    try {
      for (let round = 0; round < Number(values.rounds); round += 1) {
        for (const [record, pairs] of Object.entries(rounds)) {
          pairs.push([await measure(engines[0], source, record), await measure(engines[1], source, record)]);
        }
      }
    } catch (error) {
      console.log(`${name.padEnd(26)}  left out: ${error.message}`);
      continue;
    }
    const row = [...cells(rounds.off), ...cells(rounds.loop)];
    console.log(name.padEnd(26) + row.map((cell) => cell.padStart(22)).join(""));
  }
} finally {
  for (const engine of engines) await engine.close();
}
