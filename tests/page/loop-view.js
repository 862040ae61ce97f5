// The view of the loop, for the tests of it: programs, and the view in its users' words. It needs the engine itself.

import { test as anyTest } from "node:test";
import { open } from "./support.js";

export const test = (name, body) => anyTest(name, { skip: process.env.FAKE_ENGINE && "the fake engine records nothing" }, body);

export const TWO_TASKS = `import asyncio


async def child(seconds):
    print("start", seconds)
    await asyncio.sleep(seconds)
    print("end", seconds)
    return seconds


async def main():
    a = asyncio.create_task(child(0.2), name="A")
    b = asyncio.create_task(child(0.1), name="B")
    print(await a + await b)


asyncio.run(main())
`;

export const FAILS = `import asyncio


async def fails():
    await asyncio.sleep(0.01)
    raise ValueError("no")


async def main():
    task = asyncio.create_task(fails(), name="F")
    asyncio.sleep(0)
    await asyncio.sleep(0.05)
    del task


asyncio.run(main())
`;

export const LOCK = `import asyncio


async def use(name, lock):
    async with lock:
        await asyncio.sleep(0.01)
        print(name, "has it")
        await asyncio.sleep(0)


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*(use(name, lock) for name in "abc"))


asyncio.run(main())
`;

export const ENDLESS = `import asyncio


async def main():
    n = 0
    while True:
        n += 1
        await asyncio.sleep(0.01)


asyncio.run(main())
`;

/** The loop view, in its users' words. */
export class LoopView {
  constructor(page) {
    this.page = page;
    const tab = page.tab;
    this.pane = tab.locator("[data-region=loop]");
    this.slider = tab.locator(".position input");
    this.sentence = tab.locator(".controls .sentence");
    this.count = tab.locator(".position .count");
    this.rows = tab.locator(".steps-window tbody tr:not(.room)");
    this.why = tab.locator(".about-why");
    this.then = tab.locator(".controls .then");
    this.marks = tab.locator(".cm-task");
    this.more = this.pane.locator(".more-choices summary");
  }

  button(name) {
    return this.pane.getByRole("button", { name, exact: true });
  }

  /** Turns one of the choices behind More on, or off. */
  async choose(name) {
    await this.more.click();
    await this.button(name).click();
    await this.more.click();
  }

  /** Waits until a step is shown whose sentence has this text. */
  says(text) {
    return this.sentence.filter({ hasText: text }).waitFor();
  }

  async step() {
    return Number((await this.count.textContent()).split(" ")[0]);
  }

  /** Presses a button and waits until another step is shown; which one. */
  async press(name) {
    const before = await this.count.textContent();
    await this.button(name).click();
    await this.page.until((before) => document.querySelector(".position .count").textContent !== before, before);
    return this.step();
  }
}

/** Opens the page, runs a program on the virtual clock and waits for its end. */
export async function recorded(t, program = TWO_TASKS, options) {
  const page = await open(t, options);
  const view = new LoopView(page);
  await page.write(program);
  if (await view.more.isVisible()) await view.choose("Virtual clock");
  await page.run();
  await page.ending.waitFor({ state: "attached" });
  // What a program did ends with its loop; the page shows what matters in it, by itself.
  if (await view.button("Last step, and follow").isVisible()) await view.button("Last step, and follow").click();
  return { page, view };
}
