// What is used first of each module of a site.
//
// Each runs in a browser as it does for a visitor, and each of its functions notes that it was called (asyncio101-split mark).

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { SITE, launch, visit } from "../deck/browser.js";

/** The modules, with the folders they lie in. */
export const MODULES = new Map([
  ["asyncio101_engine", "engine"],
  ["asyncio101_app", "app"],
  ["player", "app"],
  ["course", "app"],
]);

/** How each of them is used. */
const USES = { asyncio101_engine: runPrograms, asyncio101_app: seePlayground, player: seePlayer, course: seeCourse };

/** In a program of the engine's: what so many programs use belongs to the first part. What fewer do, comes with the rest, soon after. */
const PROGRAMS = 2;

/** How many times slower than this machine a page is visited. */
const SLOWER = [1, 4];

/** Has a page or a worker keep its module's notes. */
const KEEP = `
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...parameters) => {
      const made = await original(...parameters);
      const { memory, marks, marked } = made.instance.exports;
      // Its memory may grow, and then is another buffer.
      self.notes = () => new Uint8Array(memory.buffer, marks.value, marked.value);
      return made;
    };
  }`;

/**
 * A byte per function of a module, 1 if it is used first.
 *
 * @param {string} built a built site
 * @param {string} name the module
 * @param {string} marked the file of the module with marks
 */
export async function usedFirst(built, name, marked) {
  const browser = await launch();
  try {
    const used = await USES[name](built, async (options) => {
      const context = await visit(browser, built, options);
      await context.route(`${SITE}${MODULES.get(name)}/${name}_bg.wasm`, (route) => route.fulfill({ path: marked }));
      return context;
    });
    console.log(`${name}: ${used.filter((note) => note).length} of ${used.length} functions are used first`);
    return Uint8Array.from(used);
  } finally {
    await browser.close();
  }
}

/** The engine: what the first program of the course uses of it, and what several of the others do, each of which may be somebody's first. */
async function runPrograms(built, open) {
  const programs = await programsOfTabs(built);
  const context = await open();
  await serve(context, "engine/profile.html", "text/html", "<!doctype html>");
  const worker = `
    ${KEEP}
    addEventListener("message", (event) => {
      if (event.data.type !== "notes") return;
      event.stopImmediatePropagation();
      postMessage({ type: "notes", notes: self.notes().slice() });
    });
    import("./worker.js");`;
  await serve(context, "engine/profile.js", "text/javascript", worker);
  const page = await context.newPage();
  await page.goto(`${SITE}engine/profile.html`);
  const counts = await page.evaluate(countUses, { programs, least: PROGRAMS });
  return counts.map((count) => (count >= PROGRAMS ? 1 : 0));
}

/**
 * How many programs use each function; of the first each counts `least` times. Fails where a program does not get to its end: what it
 * would have used would be missing. This one runs in the page.
 */
async function countUses({ programs, least }) {
  const uses = [];
  for (const [number, source] of programs.entries()) {
    // Each has an engine of its own: what is done once in an engine is done for the first program.
    const worker = new Worker("profile.js", { type: "module" });
    const message = (type) =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => {
          if (data.type === type) resolve(data);
          else if (data.type === "crashed") reject(new Error(data.reason));
          else if (data.type === "inputWanted") worker.postMessage({ type: "input", run: data.run, line: "1" });
        };
      });
    await message("ready");
    for (const [run, record] of ["loop", "lines", "off"].entries()) {
      // One that waits for real goes other ways; it is done with the one that most people see first.
      const clock = number === 0 ? "real" : "virtual";
      worker.postMessage({ type: "run", run: run + 1, source, filename: "main.py", arguments: [], record, clock, seed: run });
      const { outcome } = await message("ended");
      if (outcome.kind !== "finished") throw new Error(`a program that is profiled did not finish: ${JSON.stringify(outcome)}\n${source}`);
    }
    worker.postMessage({ type: "notes" });
    uses.push((await message("notes")).notes);
    worker.terminate();
  }
  return Array.from(uses[0], (note, place) => (note ? least : uses.reduce((sum, notes) => sum + notes[place], 0)));
}

/** The playground: from its opening to the end of the first program; with an engine that is there, and with one that is on its way. */
async function seePlayground(_, open) {
  return inBothLanguages(open, async (context, see) => {
    const untilTheEnd = async (page) => {
      await page.goto(`${SITE}index.html`);
      await page.locator("#run").click();
      await page.locator(".note.end").waitFor();
    };
    await see(untilTheEnd);
    const late = `
      for (const received of [1e6, 2e6]) postMessage({ type: "loading", received, total: 6e6 });
      setTimeout(() => import("./worker.js?itself"), 500);`;
    await context.route(/\/engine\/worker\.js$/, (route) => route.fulfill({ contentType: "text/javascript", body: late }));
    await see(untilTheEnd);
  });
}

/** The player: a recorded program, and some steps of it. */
async function seePlayer(built, open) {
  const [first] = await chapters(built);
  return inBothLanguages(open, (_, see) => see(async (page) => {
    await page.goto(`${SITE}player.html?trace=${encodeURIComponent(`${SITE}learn/${first}/program.trace`)}`);
    await page.locator(".sentence").first().waitFor();
    for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowRight");
  }));
}

/** The course: its contents, and the first chapter. */
async function seeCourse(built, open) {
  const [first] = await chapters(built);
  return inBothLanguages(open, (_, see) => see(async (page) => {
    await page.goto(`${SITE}learn/index.html`);
    await page.locator("main h1, main h2").first().waitFor();
    await page.goto(`${SITE}learn/index.html#${first}`);
    await page.locator(".sentence").first().waitFor();
  }));
}

/**
 * What is used in any visit, in one language or the other, on a quick machine or a slow one, where other things are late. `visits` is
 * given a context, and what makes a visit of a page of it.
 */
async function inBothLanguages(open, visits) {
  let used;
  for (const locale of ["en", "tr"]) {
    for (const slower of SLOWER) {
      const context = await open({ locale });
      await context.addInitScript(KEEP);
      await visits(context, async (visit) => {
        const page = await context.newPage();
        await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: slower });
        await visit(page);
        const notes = await page.evaluate(() => Array.from(self.notes()));
        used = used?.map((note, place) => note | notes[place]) ?? notes;
        await page.close();
      });
      await context.close();
    }
  }
  return used;
}

/** The chapters of the course, in order. */
async function chapters(built) {
  const entries = await readdir(join(built, "learn"), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
}

/** The programs of those chapters that a tab can run. */
async function programsOfTabs(built) {
  const inChapter = (name, file) => readFile(join(built, "learn", name, file), "utf8");
  const programs = [];
  for (const name of await chapters(built)) {
    if (!/^desktop = true$/m.test(await inChapter(name, "chapter.toml"))) programs.push(await inChapter(name, "program.py"));
  }
  return programs;
}

/** Has the site have a file more. */
async function serve(context, path, contentType, body) {
  await context.route(`${SITE}${path}`, (route) => route.fulfill({ contentType, body }));
}
