// Python in colours, with the classes that the playground's editor uses.

import { classHighlighter, highlightCode } from "@lezer/highlight";
import { parser } from "@lezer/python";

/** A program as HTML. */
export function highlighted(program) {
  let html = "";
  const put = (text, classes) => {
    const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    html += classes ? `<span class="${classes}">${escaped}</span>` : escaped;
  };
  highlightCode(program.trimEnd(), parser.parse(program), classHighlighter, put, () => put("\n"));
  return html;
}
