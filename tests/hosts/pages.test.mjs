// Embeds in pages that MkDocs, MkDocs with its theme Material, and Sphinx build.
//
//   PAGE_MAKERS  a folder of Python's `venv` with what requirements.txt lists; without it these tests are ignored

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { everywhere } from "./everywhere.js";
import { here, open, recorded, work } from "./support.js";

const { ASYNCIO101, PAGE_MAKERS } = process.env;

/** Runs one of the programs in a folder. */
function make(folder, program, ...args) {
  execFileSync(join(PAGE_MAKERS, "bin", program), args, { cwd: folder, env: { ...process.env, NO_MKDOCS_2_WARNING: "1" }, stdio: ["ignore", "ignore", "inherit"] });
}

/** Copies the source of a host, and what was recorded to where that host wants it. */
function source(host, files) {
  const folder = join(work, host);
  cpSync(join(here, host), folder, { recursive: true });
  mkdirSync(join(folder, files), { recursive: true });
  cpSync(recorded, join(folder, files), { recursive: true });
  return folder;
}

if (PAGE_MAKERS) {
  const mkdocs = source("mkdocs", "docs");
  // What `asyncio101 embed` writes, as docs/embedding.md says: the page as it is, the files in the folder of its name.
  const third = join(mkdocs, "docs/third");
  execFileSync(ASYNCIO101, ["embed", join(recorded, "breakfast.py"), "--steps", "24,30,toast is ready", "--out", third, "--base", "https://example.org/asyncio101"]);
  const pasted = readFileSync(join(third, "breakfast.html"), "utf8").replace("<asyncio101-run", '$& id="breakfast"');
  writeFileSync(join(mkdocs, "docs/third.md"), `# Third helping\n\n${pasted}\nWhat was *made*?\n`);
  for (const theme of ["mkdocs", "material"]) {
    const site = join(mkdocs, `site-${theme}`);
    make(mkdocs, "mkdocs", "build", "--quiet", "--config-file", `${theme}.yml`, "--site-dir", site);
    const name = theme === "mkdocs" ? "MkDocs" : "MkDocs with Material";
    everywhere(name, (t, options) => open(t, { folders: [site], ...options }));

    test(`${name}: a page further down has its own address of the trace`, async (t) => {
      const { embed } = await open(t, { folders: [site], path: "second/", engine: false });
      await embed().standsAt(47);
    });

    test(`${name}: the lines of \`asyncio101 embed\` come through the Markdown whole`, async (t) => {
      const { tab, embed } = await open(t, { folders: [site], path: "third/", engine: false });
      const program = readFileSync(join(recorded, "breakfast.py"), "utf8");
      assert.equal(await tab.locator("asyncio101-run pre").textContent(), program.trimEnd());
      await embed().standsAt(24);
      assert.deepEqual(await embed().ask(({ of, index, count }) => ({ of, index, count })), { of: 138, index: 0, count: 3 });
      assert.equal(await tab.locator("em").textContent(), "made");
    });
  }

  test("MkDocs with Material: an embed is as light as the palette of the page", async (t) => {
    const { tab, embed } = await open(t, { folders: [join(mkdocs, "site-material")], engine: false, colorScheme: "dark" });
    await embed().drawn();
    for (const [theme, other] of [["light", "Dark"], ["dark", "Light"], ["light", "Dark"]]) {
      await embed().frame.locator(`:root[data-theme=${theme}]`).waitFor();
      await tab.locator(`label[title="${other}"]:visible`).click();
    }
    await embed().frame.locator(":root[data-theme=dark]").waitFor();
  });

  test("MkDocs with Material: a page that came without loading has its embed, too", async (t) => {
    const { tab, embed } = await open(t, {
      folders: [join(mkdocs, "site-material")], engine: false,
      change: (text, top) => text.replaceAll("https://breakfast.example/", top),
    });
    await embed().standsAt(24);
    await tab.evaluate(() => (globalThis.isTheSamePage = true));
    await tab.getByRole("link", { name: "Second helping" }).first().click();
    await tab.locator("h1", { hasText: "Second helping" }).waitFor();
    await embed().standsAt(47);
    assert.equal(await tab.evaluate(() => globalThis.isTheSamePage), true);
  });

  test("MkDocs with Material: a page without an embed leads to one that has one, without loading", async (t) => {
    const { tab, embed } = await open(t, {
      folders: [join(mkdocs, "site-material")], path: "menu/", engine: false,
      change: (text, top) => text.replaceAll("https://breakfast.example/", top),
    });
    await tab.evaluate(() => (globalThis.isTheSamePage = true));
    await tab.getByRole("link", { name: "Second helping" }).first().click();
    await tab.locator("h1", { hasText: "Second helping" }).waitFor();
    await embed().standsAt(47);
    assert.equal(await tab.evaluate(() => globalThis.isTheSamePage), true);
  });

  const sphinx = source("sphinx", "_static");
  cpSync(recorded, sphinx, { recursive: true });
  const site = join(sphinx, "site");
  make(sphinx, "sphinx-build", "-q", "-b", "html", sphinx, site);
  everywhere("Sphinx", (t, options) => open(t, { folders: [site], ...options }));

  test("Sphinx: the program is that of its own listing, if there is no trace", async (t) => {
    const { embed } = await open(t, { folders: [site], engine: false, change: (text) => text.replace(' trace="_static/breakfast.trace"', "") });
    await embed().drawn();
    assert.match(await embed().code.textContent(), /await asyncio\.sleep\(seconds\)/);
  });
} else {
  test("MkDocs and Sphinx", { skip: "there is no PAGE_MAKERS: tools/need.sh page-makers says why" }, () => {});
}
