// Records a program with the command line `asyncio101`, finds the steps to show, and draws them.

import { execFile } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { file } from "./programs.js";

const run = promisify(execFile);

/** How a program of the deck is run: the same each time. */
export function options({ network }) {
  return ["--clock", "virtual", "--seed", "101", ...(network ? ["--network", network] : [])];
}

/**
 * Records a program into deck/traces.
 *
 * @returns its text, and the number and the sentence of each step that is shown
 * @throws if one of its steps is not there
 */
export async function record(asyncio101, program, { tag }, deck) {
  const folder = join(deck, "traces", tag);
  await mkdir(folder, { recursive: true });
  const trace = join(folder, `${program.name}.trace`);
  const path = file(program.name, tag);
  await run(asyncio101, ["run", ...options(program), "--trace", trace, ...(program.lines ? ["--trace-lines"] : []), path]);
  const [english, said] = await Promise.all(["en", tag].map((language) => explain(asyncio101, trace, language)));
  let from = 0;
  const steps = program.steps.map((step) => {
    const words = typeof step === "string" ? step : step[tag];
    const found = english.findIndex(({ sentence }, index) => index >= from && sentence.includes(words));
    if (found < 0) {
      const behind = from ? ` behind step ${english[from - 1].number} (${english[from - 1].sentence})` : "";
      throw new Error(`${tag}/${program.name}.py has no step that says “${words}”${behind}; see www/deck/programs.toml`);
    }
    from = found + 1;
    return { number: english[found].number, seconds: english[found].seconds, sentence: said[found].sentence };
  });
  return { name: program.name, program: await readFile(path, "utf8"), steps, options: program };
}

/** The steps of a trace, in sentences: number, time in seconds, sentence. */
export async function explain(asyncio101, trace, language = "en") {
  const { stdout } = await run(asyncio101, ["explain", trace, "--lang", language], { maxBuffer: 1 << 26 });
  return stdout.split("\n").flatMap((line) => {
    const parts = /^\s*(\d+)\s+([\d.]+)\s+(.*)$/.exec(line);
    return parts ? [{ number: Number(parts[1]), seconds: Number(parts[2]), sentence: parts[3] }] : [];
  });
}

/** What a still can show of what a slide shows. */
const DRAWN = new Set(["code", "lanes", "output"]);

/** Draws each step of a program that is shown into deck/stills. */
export async function draw(asyncio101, { name, steps, options }, { tag }, deck) {
  const folder = join(deck, "stills", tag);
  await mkdir(folder, { recursive: true });
  const view = options.view.split(",").filter((part) => DRAWN.has(part)).join(",");
  for (const { number } of steps) {
    await run(asyncio101, [
      "still", join(deck, "traces", tag, `${name}.trace`), "--step", String(number), "--view", view,
      "--lang", tag, "--title", `${name}.py`, ...(options.still ? ["--width", String(options.still)] : []), "-o", join(folder, `${name}-${number}.svg`),
    ]);
  }
}
