// Prints the built slides: node pdf.js <folder>
//
// deck/asyncio-101.pdf in English, deck/asyncio-101.tr.pdf in Turkish: reveal.js's own pages for paper (?print-pdf), one for each
// slide, and for a program its stills.

import { join, resolve } from "node:path";
import { SITE, launch, visit } from "./browser.js";
import { LANGUAGES } from "./programs.js";

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error("Say where the deck was built: node pdf.js <folder>");
  process.exit(2);
}
const browser = await launch();
for (const { tag, file } of LANGUAGES) {
  const context = await visit(browser, resolve(folder));
  const page = await context.newPage();
  await page.goto(`${SITE}deck/${file}?print-pdf`);
  await page.locator("html[data-printable]").waitFor({ state: "attached" });
  await page.evaluate(async () => {
    for (const image of document.images) image.loading = "eager";
    await Promise.all([document.fonts.ready, ...Array.from(document.images, (image) => image.decode().catch(() => {}))]);
  });
  const path = join(resolve(folder), "deck", tag === "en" ? "asyncio-101.pdf" : `asyncio-101.${tag}.pdf`);
  await page.pdf({ path, preferCSSPageSize: true, printBackground: true, tagged: true, outline: true });
  console.log(path);
  await context.close();
}
await browser.close();
