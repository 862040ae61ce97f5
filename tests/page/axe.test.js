// No violation of WCAG 2.2 A and AA that axe can find, in every theme, language and width, and in the states
// that show the most.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { open } from "./support.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TRACE = fileURLToPath(new URL("traces/two_tasks.trace", import.meta.url));
const NETWORK = fileURLToPath(new URL("traces/echo.trace", import.meta.url));
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds wrong now, one line for each element. */
async function violations(page) {
  if (!(await page.tab.evaluate(() => "axe" in window))) await page.tab.evaluate(axe);
  const { violations } = await page.tab.evaluate((tags) => axe.run({ runOnly: tags }), TAGS);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
}

for (const colorScheme of ["light", "dark"]) {
  for (const locale of ["en", "tr"]) {
    for (const width of [375, 1440]) {
      test(`${colorScheme}, ${locale}, ${width} px`, async (t) => {
        const options = { colorScheme, locale, viewport: { width, height: 800 }, reducedMotion: "reduce" };
        const page = await open(t, { engine: "fake", ...options });
        await page.loaded();
        const check = async (state) => assert.deepEqual(await violations(page), [], state);
        await page.until(() => document.querySelector("progress") === null);
        await check("as it opens");

        await page.run('name = input("Who? ")\n');
        await page.tab.locator(".input.wanted").waitFor();
        await check("waiting for input");
        await page.input.press("Control+d");
        await page.ended();
        await check("after a traceback");

        await page.tab.locator("label.choose input").setInputFiles(TRACE);
        await page.tab.locator(".controls").waitFor();
        if (width < 800) await page.tab.locator(".panes [data-for=loop]").click();
        const [forward, futures] = [page.tab.locator("[aria-keyshortcuts=ArrowRight]"), page.tab.locator("#panel-futures-1 button")];
        await futures.click();
        for (let step = 0; step < 3; step++) await forward.click();
        await page.tab.locator(".about-why .chain li").first().waitFor();
        await check("a recorded loop");

        if (width < 800) await page.tab.locator(".panes [data-for=code]").click();
        await page.tab.locator("label.choose input").setInputFiles(NETWORK);
        if (width < 800) await page.tab.locator(".panes [data-for=loop]").click();
        while (!(await page.tab.locator(".connections-list .numbers").count())) await forward.click();
        await check("a recorded network");

        for (const pane of ["examples", "loop", "code"]) {
          if (width < 800) {
            await page.tab.locator(`.panes [data-for=${pane}]`).click();
            await check(pane);
          }
        }
        await page.tab.locator("footer button").click();
        await page.tab.locator("dialog[open]").waitFor();
        await check("About");
      });
    }
  }
}

for (const colorScheme of ["light", "dark"]) {
  for (const locale of ["en", "tr"]) {
    for (const width of [375, 1440]) {
      test(`the course: ${colorScheme}, ${locale}, ${width} px`, async (t) => {
        const options = { colorScheme, locale, viewport: { width, height: 800 }, reducedMotion: "reduce" };
        const page = await open(t, { hash: "learn/", engine: "none", errors: true, ...options });
        const check = async (state) => {
          assert.deepEqual(await violations(page), [], state);
          const overflow = await page.tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.ok(overflow <= 0, `${state}: ${overflow} px wider than the window`);
        };
        await page.tab.locator(".chapters li").first().waitFor();
        await check("the contents");
        for (const chapter of ["09-how-a-loop-sleeps", "13-create-task-and-gather"]) {
          await page.tab.evaluate((chapter) => (location.hash = chapter), chapter);
          await page.tab.locator(".chapter h1").waitFor();
          await page.tab.locator("[data-list=question] li, .choices li").first().waitFor();
          await check(chapter);
        }
        await page.tab.locator(".question .loud").click();
        await page.tab.locator(".reply:not(:empty)").waitFor();
        const help = page.tab.locator(".help > .buttons .quiet");
        while (!(await page.tab.locator(".help > pre").count())) await help.last().click();
        await check("a wrong order, all the help there is");
      });
    }
  }
}
