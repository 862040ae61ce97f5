// Puts everything of the page that is not Rust into a folder: node build.js <folder>
//
//   index.html         with the first example's program in it, so that it is on screen before any script
//   app/editor.js      CodeMirror and the <python-editor> element, one ES module, for the course
//   app/style.css      and app/fonts/, the typefaces it names
//   app/first.js       what the page does before anything is drawn
//   app/asyncio101_app.js  starts the page: the editor, what wasm-pack has written for its module, and the call
//   player.html        the page inside another, with app/player.css and app/player.js, which starts it
//   learn/index.html   the course, with app/course.css and app/course.js, which starts it
//   app/licences.txt   of every package that went into the above

import { build } from "esbuild";
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";

const here = dirname(fileURLToPath(import.meta.url));
const pages = join(here, "../static");
const content = join(here, "../../content");
const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("Say where to build: node build.js <folder>");
  process.exit(2);
}
const app = join(resolve(folder), "app");

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: [
    { in: "python-editor.js", out: "editor" },
    { in: join(pages, "style.css"), out: "style" },
    { in: join(pages, "first.js"), out: "first" },
    { in: join(pages, "app-start.js"), out: "asyncio101_app" },
    { in: join(pages, "player.css"), out: "player" },
    { in: join(pages, "player-start.js"), out: "player" },
    { in: join(pages, "course.css"), out: "course" },
    { in: join(pages, "course-start.js"), out: "course" },
  ],
  outdir: app,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome123", "firefox128", "safari17.5"],
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
  nodePaths: [join(here, "node_modules")],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
await writeFile(join(app, "licences.txt"), await licences(Object.keys(metafile.inputs)));
await writeFile(join(resolve(folder), "index.html"), await page());
await copyFile(join(pages, "player.html"), join(resolve(folder), "player.html"));
await mkdir(join(resolve(folder), "learn"), { recursive: true });
await copyFile(join(pages, "course.html"), join(resolve(folder), "learn/index.html"));

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

/** index.html with the programs filled in. */
async function page() {
  const { example: examples, was } = parse(await readFile(join(content, "examples.toml"), "utf8"));
  const programs = {};
  // The course's come first, as in the list.
  const folders = await readdir(join(content, "course"), { withFileTypes: true });
  for (const folder of folders.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort()) {
    programs[folder.replace(/^\d+-/, "")] = await readFile(join(content, "course", folder, "program.py"), "utf8");
  }
  for (const { id, file } of examples) {
    programs[id] = await readFile(join(content, "examples", file), "utf8");
  }
  const [first] = Object.values(programs);
  const filled = {
    "{{first}}": first.replaceAll("&", "&amp;").replaceAll("<", "&lt;"),
    "{{programs}}": JSON.stringify(programs).replaceAll("<", "\\u003c"),
    "{{was}}": JSON.stringify(was),
  };
  const template = await readFile(join(pages, "index.html"), "utf8");
  return template.replace(/\{\{\w+\}\}/g, (placeholder) => filled[placeholder]);
}
