// The slides as they are written: the same ones in each language, with the same programs.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { LANGUAGES, PROGRAMS, cpython, file, slides } from "./support.mjs";

const [first, ...others] = await Promise.all(LANGUAGES.map(async ({ tag }) => ({ tag, slides: await slides(tag) })));

/** What a slide has that does not depend on its language. */
function bones(html) {
  return {
    id: /<section id="([\w-]+)"/.exec(html)[1],
    programs: [...html.matchAll(/\{\{program (.*?)\}\}/g)].map(([, program]) => program),
    diagrams: [...html.matchAll(/\{\{diagram ([\w-]+)/g)].map(([, diagram]) => diagram),
    claims: [...html.matchAll(/data-claim="([\w-]+)"/g)].map(([, claim]) => claim),
    code: [...html.matchAll(/\{\{python\}\}[\s\S]*?\{\{end\}\}/g)].map(([code]) => code),
    lines: [...html.matchAll(/data-lines="([\d,-]+)"/g)].map(([, lines]) => lines),
    elements: [...html.matchAll(/<(h1|h2|h3|li|dt|dd|svg|aside)\b/g)].map(([, element]) => element),
  };
}

for (const { tag, slides } of others) {
  test(`${tag} has the slides of ${first.tag}, in their order`, () => {
    assert.deepEqual(slides.map(({ name }) => name), first.slides.map(({ name }) => name));
    for (const [index, { html }] of slides.entries()) assert.deepEqual(bones(html), bones(first.slides[index].html));
  });
}

test("each program is shown once", () => {
  const shown = first.slides.flatMap(({ html }) => bones(html).programs).map((program) => program.split(" ")[0]);
  assert.deepEqual(shown, PROGRAMS.map(({ name }) => name));
});

for (const { name } of PROGRAMS) {
  test(`${name}.py is the same program in each language, but for comments and texts`, async () => {
    // What Python reads of it, without comments and strings.
    const read = `
import sys, tokenize
with open(sys.argv[1], "rb") as program:
    for token in tokenize.tokenize(program.readline):
        if token.type not in (tokenize.COMMENT, tokenize.STRING): print(tokenize.tok_name[token.type], repr(token.string))`;
    const [one, ...rest] = await Promise.all(LANGUAGES.map(({ tag }) => cpython(read, file(name, tag))));
    for (const other of rest) assert.equal(other, one);
  });

  test(`${name}.py can be read on a slide: 20 lines of 66 characters`, async () => {
    for (const { tag } of LANGUAGES) {
      const lines = (await readFile(file(name, tag), "utf8")).trimEnd().split("\n");
      assert.ok(lines.length <= 20, `${tag}: ${lines.length} lines`);
      for (const line of lines) assert.ok(line.length <= 66, `${tag}: ${line}`);
    }
  });
}

for (const { tag, slides } of [first, ...others]) {
  test(`${tag}: every slide has a heading and notes for the speaker`, () => {
    for (const { name, html } of slides) {
      assert.match(html, /<h[12]>/, name);
      assert.match(html, /<aside class="notes">\s*<p/, name);
    }
  });

  test(`${tag}: apostrophes and quotes are those of print`, () => {
    for (const { name, html } of slides) {
      const prose = html.replace(/\{\{python\}\}[\s\S]*?\{\{end\}\}/g, "").replace(/<[^>]*>/g, "").replace(/\{\{[^}]*\}\}/g, "");
      assert.doesNotMatch(prose, /['"]/, name);
    }
  });
}
