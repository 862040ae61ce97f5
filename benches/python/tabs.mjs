// What scheduling costs in a tab: one built page beside another, the same programs, in turns.
//
//     node benches/python/tabs.mjs BEFORE AFTER [--rounds N] [--browser chromium|firefox]
//
// BEFORE and AFTER are folders as `make dist` writes them. Each workload runs in the engine of each, alternately, so that
// a machine whose speed drifts slows both alike. A workload prints nanoseconds per operation; the table gives the median
// of each, and of the ratio AFTER / BEFORE: below 1 is faster. The last two columns are the same with loops recorded, as
// the page records them.

import { readFileSync, readdirSync } from "node:fs";
import { parseArgs } from "node:util";

import { open } from "../../tests/engine/harness.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" }, browser: { type: "string", default: "chromium" } },
});
if (positionals.length !== 2) {
  console.error("Say what to compare: node benches/python/tabs.mjs BEFORE AFTER [--rounds N] [--browser NAME]");
  process.exit(2);
}

const workloads = new URL("workloads/", import.meta.url);
const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

/** Nanoseconds per operation. */
async function measure(engine, source, record) {
  const { stdout, stderr, ending } = await engine.run({ source, record });
  if (ending.type !== "ended" || stderr) throw new Error(`a workload failed: ${JSON.stringify(ending)}\n${stderr}`);
  return Number(stdout);
}

const engines = [];
try {
  for (const dist of positionals) engines.push(await open(values.browser, dist));
  const header = ["workload", "before", "after", "ratio", "recorded", "ratio"];
  console.log(header.map((word, column) => (column === 0 ? word.padEnd(20) : word.padStart(14))).join(""));
  for (const file of readdirSync(workloads).filter((name) => name.endsWith(".py")).sort()) {
    const source = readFileSync(new URL(file, workloads), "utf8");
    const rounds = { off: [], loop: [] };
    for (let round = 0; round < Number(values.rounds); round += 1) {
      for (const [record, pairs] of Object.entries(rounds)) {
        pairs.push([await measure(engines[0], source, record), await measure(engines[1], source, record)]);
      }
    }
    const ratio = (pairs) => median(pairs.map(([before, after]) => after / before)).toFixed(2);
    const cells = [
      ...[0, 1].map((side) => `${median(rounds.off.map((pair) => pair[side])).toFixed(0)} ns`),
      ratio(rounds.off),
      `${median(rounds.loop.map((pair) => pair[1])).toFixed(0)} ns`,
      ratio(rounds.loop),
    ];
    console.log(file.replace(".py", "").padEnd(20) + cells.map((cell) => cell.padStart(14)).join(""));
  }
} finally {
  for (const engine of engines) await engine.close();
}
