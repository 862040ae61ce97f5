// What the slides say is so: each claim is asked of the program that the slide shows, and of CPython.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CLAIMS, listed } from "./claims.mjs";
import { LANGUAGES, PROGRAMS, played, slides } from "./support.mjs";

for (const { tag } of LANGUAGES) {
  const memory = new Map();
  const play = (name) => {
    if (!memory.has(name)) memory.set(name, played(name, tag));
    return memory.get(name);
  };
  play.tag = tag;

  for (const { name } of PROGRAMS) {
    test(`${tag}/${name}.py prints the same by CPython and by ours`, async () => {
      const { ours, theirs } = await play(name);
      assert.equal(ours, theirs);
    });
  }

  const claimed = [];
  for (const { html } of await slides(tag)) {
    for (const [, element, claim] of html.matchAll(/<(\w+)[^>]* data-claim="([\w-]+)"/g)) {
      const sentence = text(html, element, claim);
      claimed.push(claim);
      test(`${tag}: ${sentence}`, async () => {
        assert.ok(CLAIMS[claim], `nobody finds out whether ${claim} is so`);
        await CLAIMS[claim]({ play, sentence, slide: html });
      });
    }
  }

  test(`${tag}: every claim is made, once`, () => {
    assert.deepEqual(claimed.toSorted(), Object.keys(CLAIMS).toSorted());
  });

  test(`${tag}: the lines of _step that are marked are those that run`, async () => {
    const { html } = (await slides(tag)).find(({ name }) => name.includes("-step."));
    const marked = [...html.matchAll(/data-lines="([\d,-]+)"/g)].map(([, lines]) => lines);
    const { steps } = await listed(html, "step", tag);
    const order = steps.map(([name]) => name);
    assert.deepEqual(order, ["main", "catch", "throw", "throw", "catch", "main"]);
    const { steps: shown } = PROGRAMS.find(({ name }) => name === "step");
    assert.equal(marked.length, shown.length);
    // Which call of _step each step that is shown belongs to; else, elif and try are no lines that run.
    const calls = [1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4];
    const code = /\{\{python\}\}\n([\s\S]*?)\{\{end\}\}/.exec(html)[1].split("\n");
    const still = code.flatMap((line, index) => (/^\s*(else:|try:|def )/.test(line) ? [index + 1] : []));
    marked.forEach((lines, index) => {
      const ran = new Set([...steps[calls[index]][1], ...still]);
      for (const line of numbers(lines)) assert.ok(ran.has(line), `step ${index + 1}: line ${line} did not run`);
    });
  });
}

/** What an element says. */
function text(html, element, claim) {
  const [, inside] = new RegExp(`data-claim="${claim}"[^>]*>([\\s\\S]*?)</${element}>`).exec(html);
  return inside.replace(/<[^>]+>/g, "").replaceAll("&lt;", "<").replaceAll("&amp;", "&");
}

/** The numbers in "2,4-6". */
function numbers(text) {
  return text.split(",").flatMap((part) => {
    const [from, to = from] = part.split("-").map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}
