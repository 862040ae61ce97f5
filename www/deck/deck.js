// Sets the slides going. What a program shows, and where Next goes in it, is the business of <asyncio101-run> and of the plugin
// asyncio101-reveal.js; here is only what belongs to this deck: its theme, and `_step` beside its trace.

import Reveal from "reveal.js";
import Notes from "reveal.js/plugin/notes/notes.esm.js";

const root = document.documentElement;

// A deck whose folder has no plugin still has its slides: Next then goes from slide to slide.
const live = await import("../asyncio101-reveal.js").catch((error) => {
  console.warn(`The programs do not move with the slides: ${error.message}`);
});

for (const run of document.querySelectorAll("asyncio101-run")) {
  run.setAttribute("theme", root.dataset.theme);
}
for (const listing of document.querySelectorAll(".marked")) {
  const captions = [...listing.querySelectorAll("li")];
  const lines = inLines(listing.querySelector("code"));
  const mark = (index) => {
    captions.forEach((caption, place) => (caption.hidden = place !== index));
    const marked = ranges(captions[index]?.dataset.lines ?? "");
    lines.forEach((line, place) => line.classList.toggle("now", marked.has(place + 1)));
  };
  mark(0);
  listing.closest("section").addEventListener("asyncio101-step", ({ detail }) => {
    if (typeof detail?.index === "number") mark(detail.index);
  });
}

const deck = new Reveal({
  width: 1280,
  height: 720,
  margin: 0,
  minScale: 0.1,
  maxScale: 6,
  center: false,
  display: "grid",
  hash: true,
  controlsTutorial: false,
  slideNumber: "c/t",
  transition: "none",
  pdfSeparateFragments: false,
  plugins: [Notes, ...(live ? [live.default] : [])],
});
await deck.initialize();

deck.addKeyBinding({ keyCode: 84, key: "T", description: "Light or dark" }, () => {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = root.dataset.theme === "auto" ? (dark ? "dark" : "light") : root.dataset.theme;
  root.dataset.theme = now === "dark" ? "light" : "dark";
  for (const run of document.querySelectorAll("asyncio101-run")) run.setAttribute("theme", root.dataset.theme);
});

// The other language opens at the same slide.
for (const link of document.querySelectorAll("a[hreflang]")) {
  link.addEventListener("click", () => (link.hash = location.hash));
}

/** The lines of a program as elements, in its place. */
function inLines(code) {
  const lines = code.innerHTML.split("\n").map((html) => {
    const line = document.createElement("span");
    line.className = "line";
    line.innerHTML = html || " ";
    return line;
  });
  code.replaceChildren(...lines);
  return lines;
}

/** The numbers in "2,4-6". */
function ranges(text) {
  const numbers = new Set();
  for (const [, from, to = from] of text.matchAll(/(\d+)(?:-(\d+))?/g)) {
    for (let number = Number(from); number <= Number(to); number++) numbers.add(number);
  }
  return numbers;
}
