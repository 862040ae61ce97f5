// Runs Python programs in a browser tab and tells what came of each, a line of JSON per program:
//
//   node tests/engine/parity.mjs --browser chromium|firefox --dist DIST [--clock real|virtual] [--limit MS] FILE.py...
//
// prints {"file": ..., "stdout": ..., "stderr": ..., "status": ...}; the status is the one python3 would have
// exited with, or null, and then "ending" says what happened instead. Standard input is FILE.in, if there is one.

import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseArgs } from "node:util";

import { open, status } from "./harness.mjs";

const { values, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    browser: { type: "string", default: "chromium" },
    dist: { type: "string" },
    clock: { type: "string", default: "real" },
    limit: { type: "string", default: "60000" },
    query: { type: "string", default: "" },
  },
});
if (!values.dist || files.length === 0) {
  console.error("usage: node tests/engine/parity.mjs --browser chromium|firefox --dist DIST FILE.py...");
  process.exit(2);
}

const tab = await open(values.browser, values.dist);
try {
  for (const file of files) {
    const typed = file.replace(/\.py$/, ".in");
    const { stdout, stderr, ending } = await tab.run({
      source: readFileSync(file, "utf8"),
      filename: basename(file),
      clock: values.clock,
      query: values.query,
      inputs: existsSync(typed) ? readFileSync(typed, "utf8").replace(/\n$/, "").split("\n") : [],
      limit: Number(values.limit),
    });
    const code = status(ending);
    console.log(JSON.stringify({ file, stdout, stderr, status: code, ...(code === null && { ending }) }));
  }
} finally {
  await tab.close();
}
