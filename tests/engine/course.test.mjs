// The chapters of the course in a tab: what their programs print, and what the checks of their exercises say.
//
//   DIST=path/to/dist BROWSER=chromium|firefox node --test tests/engine/course.test.mjs
//
// Of each chapter the first solution and the first of the known mistakes are checked; with EVERY=1 all of them are. On
// the desktop all of them are in any case (native/tests/chapter.rs).

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { open } from "./harness.mjs";

const dist = process.env.DIST ?? fileURLToPath(new URL("../../dist", import.meta.url));
const course = new URL("../../www/content/course/", import.meta.url);
const chapters = readdirSync(course).sort();
const every = Boolean(process.env.EVERY);

let tab;
before(async () => {
  tab = await open(process.env.BROWSER ?? "chromium", dist);
});
after(() => tab?.close());

const read = (chapter, file) => readFileSync(new URL(`${chapter}/${file}`, course), "utf8");
const list = (chapter, folder) => {
  const path = new URL(`${chapter}/${folder}/`, course);
  return existsSync(path) ? readdirSync(path).filter((name) => name.endsWith(".py")).sort() : [];
};

/** How the page names a verdict: as the files of known mistakes are named. */
const named = (verdict) => {
  if (verdict.kind === "failed") return verdict.id;
  if (verdict.kind === "ended") return verdict.how;
  return verdict.kind === "passed" ? "passed" : JSON.stringify(verdict);
};

test("there are 25 chapters, and the site lists them", () => {
  const { chapters: listed } = JSON.parse(readFileSync(`${dist}/learn/contents.json`, "utf8"));
  assert.deepEqual(listed.map(({ name }) => name), chapters);
  assert.equal(chapters.length, 25);
});

for (const chapter of chapters) {
  const runsHere = !/^desktop = true$/m.test(read(chapter, "chapter.toml"));
  if (runsHere) {
    test(`${chapter}: its programs print in a tab what they print on a desktop`, { skip: !process.env.ASYNCIO101 && "no ASYNCIO101" }, async () => {
      for (const program of ["program.py", "question.py"].filter((name) => existsSync(new URL(`${chapter}/${name}`, course)))) {
        const path = fileURLToPath(new URL(`${chapter}/${program}`, course));
        const desktop = execFileSync(process.env.ASYNCIO101, ["run", "--clock", "virtual", "--seed", "0", path], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
        const { stdout } = await tab.run({ source: read(chapter, program), clock: "virtual", record: "loop", seed: 0 });
        assert.equal(stdout, desktop, program);
      }
    });
  }
  if (!existsSync(new URL(`${chapter}/check.py`, course))) continue;
  test(`${chapter}: solutions pass, known mistakes get their message, the beginning gets one`, async () => {
    const check = read(chapter, "check.py");
    const verdict = async (source) => named(await tab.check({ source, check }));
    const solutions = list(chapter, "solutions").slice(0, every ? undefined : 1);
    for (const name of solutions) assert.equal(await verdict(read(chapter, `solutions/${name}`)), "passed", name);
    const mistakes = list(chapter, "mistakes").slice(0, every ? undefined : 1);
    for (const name of mistakes) assert.equal(await verdict(read(chapter, `mistakes/${name}`)), name.split(".")[0], name);
    assert.notEqual(await verdict(read(chapter, "starter.py")), "passed");
  });
}

test("a check that goes on and on is stopped, and the engine runs the next program", async () => {
  const check = "from asyncio101.check import program\nwhile True:\n    program.calls('x')\n";
  const verdict = await tab.check({ source: "pass", check, stopAfter: 300 });
  assert.equal(named(verdict), "stopped");
  assert.equal((await tab.run({ source: "print(1)" })).stdout, "1\n");
});

test("no check has to carry what the checks before it have left", async () => {
  const check = "import gc, typing\nfrom asyncio101.check import fail, program\nprogram.run()\nfail('left', objects=len(gc.get_objects()))\n";
  const source = "import asyncio, logging\nasyncio.run(asyncio.sleep(1))\n";
  const count = async () => Number((await tab.check({ source, check })).values.objects);
  await count();
  const second = await count();
  for (let time = 0; time < 4; time++) await count();
  // All that a run has imported are thousands.
  assert.ok((await count()) - second < 100);
});

test("what a program does in a check is not there for the next", async () => {
  const source = "import asyncio, builtins, os, sys\nbuiltins.left = asyncio.left = 1\nopen('left.txt', 'w').close()\nsys.argv.append('left')\nprint('ran')\n";
  const check = "from asyncio101.check import program\nassert program.run().lines == ['ran']\n";
  assert.equal(named(await tab.check({ source, check })), "passed");
  const after = "import asyncio, builtins, os, sys\nprint(hasattr(builtins, 'left'), hasattr(asyncio, 'left'), os.path.exists('left.txt'), sys.argv)\n";
  assert.equal((await tab.run({ source: after })).stdout, "False False False ['main.py']\n");
});
