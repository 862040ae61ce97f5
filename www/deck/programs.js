// The programs of the deck, as programs.toml lists them, and the languages of the slides.

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";

const here = dirname(fileURLToPath(import.meta.url));

/** The languages: the first is that of deck/index.html. */
export const LANGUAGES = [
  {
    tag: "en",
    file: "index.html",
    words: {
      lang: "en",
      title: "Asyncio 101",
      description: "Asyncio 101 as live slides: one thread, many things at once, and every program on them runs.",
      script: "These slides move with JavaScript. Without it they are one long page.",
    },
  },
  {
    tag: "tr",
    file: "tr.html",
    words: {
      lang: "tr",
      title: "Asyncio 101",
      description: "Canlı slaytlarla Asyncio 101: tek thread, aynı anda pek çok iş; üstelik slaytlardaki her program çalışır.",
      script: "Bu slaytlar JavaScript ile ilerler. JavaScript olmadan hepsi uzun, tek bir sayfadır.",
    },
  },
];

/** What programs.toml says of each program: its name, `view`, `lines`, `network`, and its steps. */
export async function programs() {
  const table = parse(await readFile(join(here, "programs.toml"), "utf8"));
  return Object.entries(table).map(([name, options]) => ({ name, ...options }));
}

/** Where a program is. */
export function file(name, tag) {
  return join(here, "programs", tag, `${name}.py`);
}
