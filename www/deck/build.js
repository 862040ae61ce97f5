// Builds the slides into a folder: node build.js <folder> <asyncio101>
//
//   deck/index.html, tr.html     the slides, in English and Turkish: one template, a fragment of HTML for each slide
//   deck/programs/, traces/      the programs, and what the command line `asyncio101` records of them
//   deck/stills/                 a picture of each step that is shown
//   deck/deck.js, deck.css       reveal.js, its speaker's view and ours, with the typefaces in deck/fonts/
//   deck/first.js                what is done before anything is drawn
//   deck/speaker.js              the script of the speaker's view
//   deck/licences.txt            of every package that went into the above
//
// The element <asyncio101-run> and the plugin for reveal.js are the folder's own, beside deck/. Without them, and without
// JavaScript, a slide shows the program and its first still.

import { build } from "esbuild";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { highlighted } from "./highlight.js";
import { LANGUAGES, programs } from "./programs.js";
import { draw, record } from "./record.js";

const here = dirname(fileURLToPath(import.meta.url));
const [folder, asyncio101] = process.argv.slice(2);
if (!asyncio101) {
  console.error("Say where to build, and with which asyncio101: node build.js <folder> <asyncio101>");
  process.exit(2);
}
const deck = join(resolve(folder), "deck");
await rm(deck, { recursive: true, force: true });
await mkdir(deck, { recursive: true });

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["deck.js", "deck.css", "first.js"],
  outdir: deck,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome123", "firefox128", "safari17.5"],
  external: ["../asyncio101-reveal.js"],
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
  nodePaths: [join(here, "node_modules")],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  plugins: [{ name: "speaker", setup: (build) => build.onLoad({ filter: /notes\.esm\.js$/ }, speaker) }],
});
await writeFile(join(deck, "licences.txt"), await licences(Object.keys(metafile.inputs)));

const template = await readFile(join(here, "template.html"), "utf8");
const all = await programs();
const diagrams = new Map(await read(join(here, "diagrams"), ".svg"));
for (const language of LANGUAGES) {
  await cp(join(here, "programs", language.tag), join(deck, "programs", language.tag), { recursive: true });
  const recorded = new Map();
  try {
    for (const program of all) {
      recorded.set(program.name, await record(asyncio101, program, language, deck));
      await draw(asyncio101, recorded.get(program.name), language, deck);
    }
  } catch (error) {
    console.error(`The deck was not built: ${error.message}`);
    process.exit(1);
  }
  const slides = await read(join(here, "slides", language.tag), ".html");
  const body = slides.map(([, slide]) => filled(slide, recorded, language)).join("\n");
  const page = template.replace(/\{\{(\w+)\}\}/g, (_, name) => (name === "slides" ? body : language.words[name]));
  await writeFile(join(deck, language.file), page);
}

/**
 * The plugin for the speaker's view, which writes its page into a window, with the script of that page in a file: a strict
 * Content-Security-Policy allows none inside a page, and the window has that of the slides.
 */
async function speaker({ path }) {
  const script = /<script>([\s\S]*?)<\\?\/script>/g;
  const [plugin, page] = await Promise.all([path, join(dirname(path), "speaker-view.html")].map((file) => readFile(file, "utf8")));
  const [inPlugin, inPage] = [plugin, page].map((text) => [...text.matchAll(script)]);
  if (inPlugin.length !== 1 || inPage.length !== 1) throw new Error("The speaker's view of reveal.js is not as it was: see speaker()");
  await writeFile(join(deck, "speaker.js"), inPage[0][1]);
  return { contents: plugin.replace(script, () => "<script src='speaker.js'><\\/script>"), loader: "js" };
}

/** The files of a folder with this ending, by name, in order. */
async function read(folder, ending) {
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending)).sort();
  return Promise.all(names.map(async (name) => [name.slice(0, -ending.length), await readFile(join(folder, name), "utf8")]));
}

/** A slide with its placeholders filled: `{{program NAME}}`, `{{diagram NAME}}` and `{{python}} … {{end}}`. */
function filled(slide, recorded, language) {
  return slide
    .replace(/\{\{program (\w+)\}\}/g, (_, name) => {
      if (!recorded.has(name)) throw new Error(`There is no program ${name} in programs.toml`);
      return embed(recorded.get(name), language);
    })
    .replace(/\{\{diagram ([\w-]+)((?:\s+[\w-]+="[^"]*")*)\s*\}\}/g, (_, name, words) => {
      if (!diagrams.has(name)) throw new Error(`There is no diagram ${name}.svg`);
      const given = Object.fromEntries([...words.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
      const unused = new Set(Object.keys(given));
      const svg = diagrams.get(name).replace(/\{\{([\w-]+)\}\}/g, (_, key) => {
        if (!(key in given)) throw new Error(`The diagram ${name} needs a text for ${key}`);
        unused.delete(key);
        return given[key];
      });
      if (unused.size) throw new Error(`The diagram ${name} has no ${[...unused].join(", ")}`);
      return svg;
    })
    .replace(/\{\{python\}\}\n([\s\S]*?)\{\{end\}\}/g, (_, code) => highlighted(code.trimEnd()));
}

/** The element for a program, with what is there until it is. */
function embed({ name, program, steps, options }, { tag }) {
  const stills = steps.map(({ number }) => `stills/${tag}/${name}-${number}.svg`);
  const attributes = {
    trace: `traces/${tag}/${name}.trace`,
    step: steps[0].number,
    steps: steps.map(({ number }) => number).join(","),
    stills: stills.join(","),
    view: options.view,
    height: "100%",
    clock: "virtual",
    seed: "101",
    title: `${name}.py`,
  };
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`).join("");
  const still = `\n<img src="${stills[0]}" alt="${escaped(steps[0].sentence)}" loading="lazy">`;
  return `<asyncio101-run${written}>
<pre><code class="language-python">${highlighted(program)}</code></pre>${still}
</asyncio101-run>`;
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

/** The licences of the packages these files belong to. */
async function licences(files) {
  const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//;
  const packages = [...new Set(files.map((file) => name.exec(file)?.[1]).filter(Boolean))].sort();
  const texts = packages.map(async (name) => {
    const text = await readFile(join(here, "node_modules", name, "LICENSE"), "utf8");
    return `${name}\n${"=".repeat(name.length)}\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join("\n\n");
}
