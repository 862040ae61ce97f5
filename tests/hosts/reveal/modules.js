import Asyncio101 from "https://example.org/asyncio101/asyncio101-reveal.js";
import Reveal from "./reveal.js/dist/reveal.esm.js";
import Highlight from "./reveal.js/plugin/highlight/highlight.esm.js";
import Markdown from "./reveal.js/plugin/markdown/markdown.esm.js";

const deck = new Reveal({ transition: "none", plugins: [Markdown, Highlight, Asyncio101] });
await deck.initialize();
globalThis.deck = deck;
