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
  inLines(listing.querySelector("code"));
  mark(listing, 0);
  listing.closest("section").addEventListener("asyncio101-step", ({ detail }) => {
    if (typeof detail.index === "number") mark(listing, detail.index);
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
  controlsLayout: "edges",
  controlsTutorial: false,
  slideNumber: "c/t",
  transition: "none",
  pdfMaxPagesPerSlide: 1,
    plugins: [Notes, ...(live ? [live.default] : [])],
});

// On paper there is a page for each step.
deck.on("pdf-ready", () => {
  for (const page of document.querySelectorAll(".pdf-page")) {
    for (const listing of page.querySelectorAll(".marked")) mark(listing, page.querySelectorAll(".fragment.visible").length);
  }
  root.dataset.printable = "";
});
await deck.initialize();
// Under the name by which programs that drive decks look for it.
globalThis.Reveal = deck;

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

/** Marks the lines of a listing that a step is about, and shows what is said of it. */
function mark(listing, index) {
  const captions = [...listing.querySelectorAll("li")];
  captions.forEach((caption, place) => (caption.hidden = place !== index));
  const marked = ranges(captions[index]?.dataset.lines ?? "");
  listing.querySelectorAll(".line").forEach((line, place) => line.classList.toggle("now", marked.has(place + 1)));
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
}

/** The numbers in "2,4-6". */
function ranges(text) {
  const numbers = new Set();
  for (const [, from, to = from] of text.matchAll(/(\d+)(?:-(\d+))?/g)) {
    for (let number = Number(from); number <= Number(to); number++) numbers.add(number);
  }
  return numbers;
}
