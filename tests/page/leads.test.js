// The view of the loop: what leads from one thing to what explains it.

import assert from "node:assert/strict";
import { FAILS, TWO_TASKS, recorded, test } from "./loop-view.js";

test("from a task to its next run, from a future to where it is resolved, to the first exception", async (t) => {
  const { page, view } = await recorded(t, FAILS);
  await view.press("First step");
  await view.press("next run of F · fails");
  await view.says("F · fails begins.");
  await view.press("next run of F · fails");
  await view.says("F · fails goes on: its sleep is over.");
  await view.press("First exception");
  await view.says("F · fails raises ValueError('no').");
  await page.shows(view.sentence, "line 6");
  await view.rows.filter({ hasText: "F · fails has failed, with ValueError" }).waitFor();
  await view.press("First step");
  for (let step = 0; step < 3; step++) await view.press("Step forward");
  await view.button("Futures").click();
  await page.tab.locator(".futures-list").getByRole("button", { name: "where it is resolved" }).first().click();
  await view.says("is done");
});

test("why a task runs is a chain that can be followed", async (t) => {
  const { page, view } = await recorded(t);
  await view.press("First step");
  await view.press("next run of B · child");
  await view.press("next run of B · child");
  await view.says("B · child goes on: its sleep is over.");
  const chain = await view.why.locator(".chain .to-step").allTextContents();
  assert.match(chain[0], /^B waited for f\d+ \(sleep\)$/);
  assert.deepEqual(chain.slice(-3), ["a sleep began that ends here", "B was created", "Task-1 was created"]);
  await view.why.getByRole("button", { name: "a sleep began" }).click();
  await view.says("B · child sets a timer");
  await page.shows(view.sentence, "line 6");
});

test("the editor scrolls to the line that runs, but not under the user's cursor", async (t) => {
  const { page, view } = await recorded(t, TWO_TASKS.replace("async def main", `${"# far from the others\n".repeat(200)}async def main`));
  const isInSight = () => page.tab.evaluate(() => {
    const running = document.querySelector(".cm-task-running")?.getBoundingClientRect();
    const editor = document.querySelector(".cm-scroller").getBoundingClientRect();
    return running !== undefined && running.top >= editor.top && running.bottom <= editor.bottom;
  });
  await view.press("Previous task switch");
  while (!(await view.sentence.textContent()).startsWith("Task-1 · main goes on: A")) await view.press("Previous task switch");
  assert.ok(await isInSight(), "far below");
  await view.press("Previous task switch");
  await view.says("A · child goes on");
  assert.ok(await isInSight(), "far above");
  await page.editor.focus();
  // A pointer can press a button without taking the focus along; an event does the same.
  await view.button("Next task switch").dispatchEvent("click");
  await view.says("Task-1 · main goes on");
  assert.equal(await isInSight(), false);
});

test("a print, a lane and a row lead to their steps", async (t) => {
  const { page, view } = await recorded(t);
  await page.tab.locator(".printed").getByRole("button", { name: "end 0.1" }).click();
  await view.says("B · child prints “end 0.1”");
  const block = page.tab.locator(".lanes-picture .is-run").first();
  const wanted = Number(await block.getAttribute("data-step"));
  await block.click();
  await view.says("begins");
  assert.equal(await view.step(), wanted);
  // The table has come to where that is: a row that moves is pressed beside.
  await view.rows.and(page.tab.locator("[aria-current=step]")).waitFor();
  await view.rows.filter({ hasText: "start 0.1" }).getByRole("button").first().click();
  await view.says("B · child prints “start 0.1”");
});

test("where stepping would pass by what comes of a step, the view tells it and leads there", async (t) => {
  const { page, view } = await recorded(t);
  await page.shows(view.then, "press a box in the picture");
  await view.press("First step");
  await view.press("Step forward");
  await view.press("Step forward");
  await view.says("A · child begins.");
  await page.shows(view.then, "Then:");
  assert.deepEqual(await view.then.getByRole("button").allTextContents(), ["A · child prints “start 0.2”.", "A · child waits for its sleep."]);
  const before = await view.step();
  await view.then.getByRole("button").last().click();
  await view.says("A · child waits for its sleep.");
  await page.shows(page.tab.locator(".cm-line", { hasText: "await asyncio.sleep" }), "◦ A");
  await view.press("Step back");
  assert.equal(await view.step(), before);
});

test("from the console one gets to why: to the line one expects the least, and to where a line was printed", async (t) => {
  const { page, view } = await recorded(t);
  const why = page.tab.locator(".see-why");
  await why.click();
  // A was made before B, and prints after it.
  await view.says("A · child prints “end 0.2”.");
  await page.focused(".about-order h3 button");
  await page.log.locator(".line", { hasText: "start 0.2" }).click();
  await view.says("A · child prints “start 0.2”.");
  const step = await view.step();
  await why.click();
  assert.equal(await view.step(), step, "the reader is somewhere already");
  // However far one has read, what is told of the next line is in sight.
  await page.tab.locator(".scroll.filled").evaluate((pane) => pane.scrollTo(0, pane.scrollHeight));
  await page.log.locator(".line", { hasText: "end 0.2" }).click();
  await view.says("A · child prints “end 0.2”.");
  await page.until(() => {
    const [heading, pane] = [".about-order h3 button", ".scroll.filled"].map((place) => document.querySelector(place).getBoundingClientRect());
    return heading.top >= pane.top && heading.bottom <= pane.bottom;
  });
  await page.run("for _ in range(3):\n    print('same')\n");
  await page.ending.waitFor({ state: "attached" });
  await page.log.locator(".line", { hasText: "same" }).nth(1).click();
  const second = await view.step();
  await page.log.locator(".line", { hasText: "same" }).nth(2).click();
  await page.until((before) => !document.querySelector(".position .count").textContent.startsWith(`${before} `), second);
});

test("two equal lines lead each to its own step, also when so much was printed that lines were dropped", async (t) => {
  const { page, view } = await recorded(t, `import asyncio


async def child():
    print("same", end=" ")
    await asyncio.sleep(0)
    print("same")


async def main():
    print("other\\n" * 3, end="")
    for _ in range(12_000):
        print("other")
    await asyncio.gather(child(), child())


asyncio.run(main())
`);
  await page.log.locator(".dropped").waitFor({ state: "attached" });
  const same = page.log.locator(".line", { hasText: "same" }).locator("span");
  // Both are on one line until the first of them ends it.
  assert.deepEqual(await same.allTextContents(), ["same ", "same ", "same", "same"]);
  const steps = new Set();
  const prints = ["Task-2 · child prints “same ”", "Task-3 · child prints “same ”", "Task-2 · child prints “same”", "Task-3 · child prints “same”"];
  for (const [place, sentence] of prints.entries()) {
    await same.nth(place).click();
    await view.says(sentence);
    steps.add(await view.step());
  }
  assert.equal(steps.size, prints.length);
});

test("why one line comes after another is told, and each step of that leads to where it was", async (t) => {
  const { page, view } = await recorded(t);
  const order = page.tab.locator(".about-order");
  await page.tab.locator(".see-why").click();
  await page.shows(order.locator(".subject"), "A · child was still asleep.");
  const story = () => order.locator(".story .to-step").allTextContents();
  const told = await story();
  for (const part of ["A task is made by Task-1 · main: A · child.", "B · child prints “end 0.1”.", "A · child goes on: its sleep is over.", "A · child prints “end 0.2”."]) {
    assert.ok(told.includes(part), `${part}: ${told.join("\n")}`);
  }
  assert.equal(await order.locator("select option:checked").textContent(), "after “end 0.1”");
  await order.locator("select").selectOption({ label: "after “start 0.2”" });
  await page.shows(order.locator(".subject"), "A · child did both, one after the other.");
  await order.getByRole("button", { name: "B · child prints" }).waitFor({ state: "detached" });
  await order.locator(".story li", { hasText: "A · child sets a timer" }).locator(".to-line").click();
  await page.focused(".cm-content");
  await order.getByRole("button", { name: "A · child sets a timer" }).click();
  await view.says("A · child sets a timer");
  await page.shows(order.locator(".question"), "“end 0.2” comes");
  await page.log.locator(".line", { hasText: "start 0.1" }).click();
  await page.shows(order.locator(".question"), "“start 0.1” comes");
  assert.equal(await order.locator("select option:checked").textContent(), "after “start 0.2”");
});

test("where nothing is printed, why leads to the beginning", async (t) => {
  const program = "import asyncio\n\n\nasync def main():\n    await asyncio.sleep(0.01)\n\n\nasyncio.run(main())\n";
  const { page, view } = await recorded(t, program);
  await page.tab.locator(".see-why").click();
  await view.says("Task-1 · main begins.");
  assert.equal(await page.tab.locator(".about-order").count(), 0);
});

test("a row of the table is a way to its step, and its line to the line", async (t) => {
  const { page, view } = await recorded(t);
  await view.press("First step");
  const row = view.rows.filter({ hasText: "A · child waits for its sleep" });
  await row.locator("td").nth(2).click();
  await view.says("A · child waits for its sleep.");
  const step = await view.step();
  await view.rows.filter({ hasText: "B · child waits for its sleep" }).getByRole("button", { name: /^line/ }).click();
  await page.focused(".cm-content");
  assert.equal(await view.step(), step);
});

test("a run says so if its program is not the one in the editor", async (t) => {
  const { page } = await recorded(t);
  const remarks = page.tab.locator(".remark");
  assert.equal(await remarks.count(), 0);
  await page.editor.focus();
  await page.press("Space");
  await page.shows(remarks, "before it was changed");
  await page.tab.locator(".examples a").nth(3).click();
  await page.shows(remarks, "This is the run of “");
});

test("how many mistakes were found is said where the output ends, on a phone also beside the loop, and leads to them", async (t) => {
  const { page, view } = await recorded(t, "print()\n", { viewport: { width: 375, height: 800 } });
  const panes = page.tab.getByRole("navigation", { name: "Panes" });
  // On the virtual clock nothing takes too long by chance.
  await panes.getByRole("button", { name: "Loop" }).click();
  await view.choose("Virtual clock");
  await page.write(FAILS);
  await page.run();
  await panes.getByRole("button", { name: "Loop 2 mistakes were found" }).waitFor();
  await panes.getByRole("button", { name: "Console" }).click();
  await page.log.getByRole("button", { name: "2 mistakes were found" }).click();
  await page.focused(".about-findings h3 button");
  await page.tab.locator(".about-findings").getByRole("button", { name: "never awaited" }).waitFor();
  await page.write("print('all is well')\n");
  await page.run();
  await panes.getByRole("button", { name: "Console" }).click();
  await page.shows(page.log, "all is well");
  await page.ended();
  await panes.getByRole("button", { name: "Loop", exact: true }).waitFor();
  assert.equal(await page.log.getByRole("button").count(), 0);
});

test("on a phone, a line of the console leads to the loop, whose table is where the step is", async (t) => {
  const { page, view } = await recorded(t, TWO_TASKS, { viewport: { width: 375, height: 800 } });
  const current = page.tab.locator(".steps-window tr[aria-current]");
  const isInSight = () => current.evaluate((row) => {
    const [of, table] = [row, row.closest(".steps-window")].map((element) => element.getBoundingClientRect());
    return of.height > 0 && of.top >= table.top && of.bottom <= table.bottom;
  });
  // All of it was recorded while the loop was out of sight.
  const panes = page.tab.getByRole("navigation", { name: "Panes" });
  await panes.getByRole("button", { name: "Loop" }).click();
  await current.waitFor();
  assert.ok(await isInSight(), "at the end");
  await panes.getByRole("button", { name: "Console" }).click();
  await page.log.locator(".line", { hasText: "end 0.1" }).click();
  await view.says("B · child prints “end 0.1”.");
  assert.ok(await isInSight(), "at the line");
});
