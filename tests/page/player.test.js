// The player: a page inside one of another origin.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { embed } from "./support.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TRACE = (await readFile(new URL("traces/two_tasks.trace", import.meta.url))).toString("base64");
const withEngine = { skip: process.env.FAKE_ENGINE && "the fake engine records nothing" };

const ENDLESS = `import asyncio


async def main():
    while True:
        print("tick")
        await asyncio.sleep(0.01)


asyncio.run(main())
`;
const HELLO = `import asyncio


async def main():
    print("hello")


asyncio.run(main())
`;

const code = (program, more = "") => `?code=${encodeURIComponent(program)}${more}`;

/** Gives a frame a trace. */
async function give(host, index, message = {}) {
  await host.hear(index, { type: "ready" });
  await host.tab.evaluate(
    ([index, base64, message]) => {
      const trace = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0)).buffer;
      window.frames[index].postMessage({ source: "asyncio101", v: 1, type: "setTrace", trace, ...message }, "*");
    },
    [index, TRACE, message],
  );
  return host.hear(index, { type: "step" });
}

test("a trace is stepped without the engine, through the steps that were asked for", async (t) => {
  const host = await embed(t, [""], { engine: "none" });
  const [frame] = host.frames;
  const first = await give(host, 0, { steps: [20, 40, 60], name: "two.trace" });
  assert.deepEqual([first.step, first.index, first.count, first.isFirst, first.isLast], [20, 0, 3, true, false]);
  assert.ok(first.sentence.length > 10, first.sentence);
  await frame.locator(".sentence").filter({ hasText: first.sentence.split(" (")[0].slice(0, 20) }).waitFor();
  await host.say(0, { type: "step", by: 1, id: 7 });
  const second = await host.hear(0, { type: "step", id: 7 });
  assert.deepEqual([second.step, second.index], [40, 1]);
  await frame.getByRole("button", { name: "Next", exact: true }).click();
  const third = await host.hear(0, { type: "step", step: 60 });
  assert.equal(third.isLast, true);
  await host.say(0, { type: "seek", step: "start", id: "x" });
  assert.equal((await host.hear(0, { type: "step", id: "x" })).step, 0);
  assert.ok(!host.requests.some((url) => url.includes("/engine/")), "the engine was fetched");
  assert.ok(await frame.locator(".lanes-picture .is-run").count());
  await frame.locator(".program .row", { hasText: "async def child(seconds)" }).waitFor();
});

test("what is not from the host, or not of these messages, changes nothing", async (t) => {
  const host = await embed(t, ["", ""], { engine: "none" });
  await give(host, 0, { step: 20 });
  await host.hear(1, { type: "ready" });
  // A frame beside it is no host.
  await host.frames[1].evaluate(() => parent.frames[0].postMessage({ source: "asyncio101", v: 1, type: "seek", step: 40 }, "*"));
  for (const message of [{ type: "seek" }, { type: "dance" }, { v: 2, type: "seek", step: 40 }, { source: "other", type: "seek", step: 40 }, { type: "seek", step: -4 }]) {
    await host.say(0, message);
  }
  await host.say(0, { type: "step", by: 0, id: 1 });
  assert.equal((await host.hear(0, { type: "step", id: 1 })).step, 20);
});

test("frames of a page share an engine, and the program that was started last runs", withEngine, async (t) => {
  const host = await embed(t, [code(ENDLESS, "&clock=real"), code(HELLO), code(HELLO)]);
  const [endless, hello, third] = host.frames;
  await endless.locator("#run").click();
  await endless.locator(".log .line", { hasText: "tick" }).first().waitFor();
  await hello.locator("#run").click();
  const done = await host.hear(1, { type: "done" });
  assert.deepEqual([done.outcome, done.output], [{ kind: "finished" }, "hello"]);
  assert.deepEqual((await host.hear(0, { type: "done" })).outcome, { kind: "interrupted" });
  const engines = () => host.requests.filter((url) => url.endsWith("engine_bg.wasm")).length;
  assert.equal(engines(), 1);
  // The frame that had the engine goes, in the middle of a run, and takes it along.
  await endless.locator("#run").click();
  await endless.locator("#run.stop").waitFor();
  await host.tab.evaluate(() => document.querySelector("iframe").remove());
  await third.locator("#run").click();
  assert.equal((await host.hear(1, { type: "done" })).output, "hello");
  assert.equal(engines(), 2);
});

test("a program of one frame that does not stop does not keep another's from running", withEngine, async (t) => {
  const stubborn = "while True:\n    try:\n        print('tick')\n        while True:\n            pass\n    except BaseException:\n        pass\n";
  const host = await embed(t, [code(stubborn), code(HELLO)]);
  const [first, hello] = host.frames;
  await first.locator("#run").click();
  await first.locator(".log .line", { hasText: "tick" }).first().waitFor();
  await hello.locator("#run").click();
  assert.equal((await host.hear(1, { type: "done" })).output, "hello");
  assert.deepEqual((await host.hear(0, { type: "done" })).outcome, { kind: "crashed" });
  // It can run again, in the engine that took the place of the other.
  await hello.locator("#run").click();
  assert.equal((await host.hear(1, { type: "done" })).output, "hello");
});

test("nothing runs by itself, but what its host wants to", withEngine, async (t) => {
  const host = await embed(t, [code(HELLO), code(HELLO, "&run=never"), code(HELLO)]);
  for (const index of [0, 1, 2]) await host.hear(index, { type: "ready" });
  assert.equal(await host.frames[1].locator("#run").count(), 0);
  await host.say(1, { type: "run" });
  await host.say(2, { type: "run" });
  assert.equal((await host.hear(2, { type: "done" })).output, "hello");
  const heard = await host.tab.evaluate(() => window.heard.filter(({ from, type }) => from < 2 && type === "done"));
  assert.deepEqual(heard, []);
});

test("keys it has no use for are the host's; focus and scrolling stay where they are", async (t) => {
  const host = await embed(t, [""], { engine: "none" });
  const [frame] = host.frames;
  await give(host, 0, { steps: [20, 40] });
  assert.equal(await host.tab.evaluate(() => document.activeElement.tagName), "BODY");
  assert.equal(await host.tab.evaluate(() => scrollY), 0);
  await frame.locator(".bar .name").click();
  await host.tab.keyboard.press("ArrowRight");
  assert.equal((await host.hear(0, { type: "key", key: "ArrowRight" })).code, "ArrowRight");
  await host.tab.keyboard.press("f");
  await host.hear(0, { type: "key", key: "f" });
  // In its own controls the arrows step, until there is nothing left to step to.
  await frame.getByRole("button", { name: "Next", exact: true }).focus();
  await host.tab.keyboard.press("ArrowRight");
  await host.hear(0, { type: "step", step: 40 });
  await host.tab.keyboard.press("ArrowRight");
  await host.hear(0, { type: "key", key: "ArrowRight" });
  // Tab leads through it and out of it again.
  let out = false;
  for (let press = 0; press < 60 && !out; press++) {
    await host.tab.keyboard.press("Tab");
    out = await host.tab.evaluate(() => document.activeElement.tagName !== "IFRAME");
  }
  assert.ok(out, "Tab does not leave the frame");
  assert.equal(await host.tab.evaluate(() => scrollY), 0);
});

test("the editor comes when it is wanted, and the changed program runs", withEngine, async (t) => {
  const host = await embed(t, [code(HELLO), code(HELLO, "&readonly")]);
  const [frame, fixed] = host.frames;
  await host.hear(1, { type: "ready" });
  assert.equal(await fixed.getByRole("button", { name: "Edit" }).count(), 0);
  assert.ok(!host.requests.some((url) => url.endsWith("editor.js")));
  await frame.getByRole("button", { name: "Edit" }).click();
  await frame.locator(".cm-content").waitFor();
  await frame.locator("python-editor").evaluate((editor, text) => editor.replace(text), HELLO.replace("hello", "merhaba"));
  await host.say(0, { type: "run" });
  assert.equal((await host.hear(0, { type: "done" })).output, "merhaba");
});

test("the editor says how to leave it, and leads back to what was recorded", async (t) => {
  const host = await embed(t, ["?lang=en"], { engine: "none" });
  const [frame] = host.frames;
  await give(host, 0, { step: 22 });
  await frame.getByRole("button", { name: "Edit" }).click();
  await frame.locator(".cm-content").waitFor();
  await frame.locator(".editing", { hasText: "Esc and then Tab leaves the editor" }).waitFor();
  const remark = frame.locator(".loop .remark");
  assert.equal(await remark.count(), 0, "nothing was changed yet");
  await frame.locator("python-editor").evaluate((editor) => editor.replace("print('changed')\n"));
  await remark.filter({ hasText: "the run of the program before it was changed" }).waitFor();
  // The keys that are told do lead out.
  await frame.locator(".cm-content").click();
  await host.tab.keyboard.press("Escape");
  await host.tab.keyboard.press("Tab");
  assert.equal(await frame.evaluate(() => document.activeElement?.closest("python-editor") ?? null), null);
  await frame.getByRole("button", { name: "Back to the recording" }).click();
  await frame.locator(".program .row", { hasText: "async def child(seconds)" }).waitFor();
  assert.deepEqual([await frame.locator("python-editor").count(), await remark.count()], [0, 0]);
  await host.say(0, { type: "step", by: 0, id: 3 });
  assert.equal((await host.hear(0, { type: "step", id: 3 })).step, 22);
  await frame.getByRole("button", { name: "Edit" }).click();
  await frame.getByRole("button", { name: "Done", exact: true }).click();
  await frame.locator(".program").waitFor();
});

test("sentence, line and lane agree on who runs", async (t) => {
  const host = await embed(t, [""], { engine: "none" });
  const [frame] = host.frames;
  await give(host, 0, { step: 41 });
  const loud = async () => [await frame.locator(".program .task.running").allTextContents(), await frame.locator(".lanes-frame li .running").count()];
  await frame.locator(".sentence", { hasText: "B · child goes on: its sleep is over" }).waitFor();
  assert.deepEqual(await loud(), [["▶ B"], 1]);
  await host.say(0, { type: "seek", step: 22 });
  await frame.locator(".sentence", { hasText: "A · child waits for its sleep" }).waitFor();
  assert.deepEqual(await loud(), [[], 0]);
  const row = frame.locator(".program .row.is-running");
  assert.match(await row.textContent(), /await asyncio\.sleep\(seconds\)◦ A/, "the line that is spoken of is marked all the same");
  await host.say(0, { type: "seek", step: 43 });
  await frame.locator(".sentence", { hasText: "B · child returns" }).waitFor();
  assert.deepEqual(await loud(), [[], 0]);
  assert.equal(await frame.locator(".program .task", { hasText: "B" }).count(), 0);
});

test("the program is called as in its trace, until somebody gives it a title", async (t) => {
  const host = await embed(t, ["", "?title=Two+tasks", code(HELLO)], { engine: "none" });
  await host.hear(2, { type: "ready" });
  await host.hear(0, { type: "ready" });
  await host.tab.evaluate((base64) => {
    // The file's name, of the same length.
    const trace = atob(base64).replace("main.py", "race.py");
    for (const index of [0, 1]) {
      const bytes = Uint8Array.from(trace, (byte) => byte.charCodeAt(0)).buffer;
      window.frames[index].postMessage({ source: "asyncio101", v: 1, type: "setTrace", trace: bytes }, "*");
    }
  }, TRACE);
  for (const [index, name] of [[0, "race.py"], [1, "Two tasks"], [2, "main.py"]]) {
    await host.frames[index].locator(".bar .name", { hasText: name }).waitFor();
  }
});

test("before the engine has come, nothing is said of tasks that there are none", withEngine, async (t) => {
  const host = await embed(t, [""]);
  await give(host, 0, { step: 22 });
  await host.tab.context().route(/engine_bg\.wasm/, () => new Promise(() => {}));
  const [frame] = host.frames;
  await frame.locator("#run").click();
  await frame.locator(".loop .none", { hasText: "There are no tasks yet." }).waitFor();
  assert.equal(await frame.getByText("No task was made").count(), 0);
});

test("where the height is that of the content, what was printed does not scroll", withEngine, async (t) => {
  const many = HELLO.replace('print("hello")', "print(*range(20), sep='\\n')");
  const host = await embed(t, [code(many, "&height=auto"), code(many)]);
  const scrolls = (frame) => frame.locator(".console .log").evaluate((log) => log.scrollHeight > log.clientHeight + 1);
  for (const index of [0, 1]) {
    await host.frames[index].locator("#run").click();
    await host.hear(index, { type: "done" });
    await host.frames[index].locator(".log .line", { hasText: /^19$/ }).waitFor();
  }
  assert.deepEqual([await scrolls(host.frames[0]), await scrolls(host.frames[1])], [false, true]);
});

test("what cannot be shown is said, in the frame and to the host", async (t) => {
  const host = await embed(t, ["?trace=nowhere.trace", ""], { engine: "none", errors: true });
  const error = await host.hear(0, { type: "error" });
  assert.match(error.message, /nowhere\.trace could not be fetched: 404/);
  await host.frames[0].getByRole("alert").filter({ hasText: "nowhere.trace" }).waitFor();
  await host.hear(1, { type: "ready" });
  await host.tab.evaluate(() => {
    const trace = new TextEncoder().encode("no trace at all").buffer;
    window.frames[1].postMessage({ source: "asyncio101", v: 1, type: "setTrace", trace, name: "x.trace" }, "*");
  });
  assert.match((await host.hear(1, { type: "error" })).message, /^x\.trace cannot be shown/);
});

test("only the parts and lines that were asked for are shown", async (t) => {
  const program = "import asyncio\n# show\nasync def a():\n    pass\n# end\nasyncio.run(a())\n";
  const host = await embed(t, [code(program, "&show&view=code"), "?view=output,why"], { engine: "none" });
  const [shown, parts] = host.frames;
  await host.hear(0, { type: "ready" });
  assert.deepEqual(await shown.locator(".program .row code").allTextContents(), ["async def a():", "    pass"]);
  assert.deepEqual(await shown.locator(".program .hidden").allTextContents(), ["⋯ 2 lines", "⋯ 2 lines"]);
  assert.equal(await shown.locator(".console").count(), 0);
  await give(host, 1);
  await parts.locator(".about-why").waitFor();
  assert.deepEqual([await parts.locator(".program").count(), await parts.locator(".lanes-frame").count()], [0, 0]);
});

for (const [colorScheme, lang, width] of [["light", "en", 760], ["dark", "tr", 760], ["light", "tr", 390], ["dark", "en", 390]]) {
  test(`no violation that axe can find: ${colorScheme}, ${lang}, ${width} px`, async (t) => {
    const host = await embed(t, [`?lang=${lang}`], { engine: "none", colorScheme, reducedMotion: "reduce", bypassCSP: true });
    await host.tab.locator("iframe").evaluate((frame, width) => (frame.style.width = `${width}px`), width);
    await give(host, 0, { steps: [20, 40] });
    const [frame] = host.frames;
    await frame.locator(".lanes-picture .is-run").first().waitFor();
    await frame.evaluate(axe);
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const { violations } = await frame.evaluate((tags) => axe.run({ runOnly: tags }), tags);
    assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`)), []);
    const overflow = await frame.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0, "the page is wider than its frame");
  });
}
