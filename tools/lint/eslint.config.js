// Lints for JavaScript. `make lint` runs them over www/, tests/ and tools/, from the top of the repository.

import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/node_modules/", "**/pkg/", "dist/", "site/", "target/"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "no-implicit-globals": "error",
      "no-throw-literal": "error",
      // What is taken out of an object so that the rest remains.
      "no-unused-vars": ["error", { varsIgnorePattern: "^_", ignoreRestSiblings: true }],
    },
  },
  // The worker, and what wasm-bindgen puts beside it.
  {
    files: ["www/engine/**", "tests/page/fake-engine/**", "tests/engine/{clock,marks}*.js"],
    // Packed, it has a number in the place of this (www/pack/part.js).
    languageOptions: { globals: { ...globals.worker, ENGINE_BYTES: "readonly" } },
  },
  // The page.
  {
    files: ["www/app/**", "www/embed/asyncio101*.js", "www/deck/{deck,first,pdf}.js", "tests/engine/page.js", "tests/hosts/reveal/*.js"],
    languageOptions: { globals: globals.browser },
  },
  // What Node.js runs. Functions that tests of the page hand to the browser run there.
  {
    files: ["tests/**/*.mjs", "tests/page/*.js", "tests/hosts/*.js", "www/app/editor/build.js", "www/embed/build.js", "www/pack/*.js", "www/deck/{browser,build,highlight,pdf,programs,record}.js", "tools/**"],
    languageOptions: { globals: globals.node },
  },
  { files: ["www/pack/profile.js", "tests/page/*.js", "tests/engine/*.mjs", "tests/deck/*.mjs", "tests/hosts/*.mjs", "tests/hosts/*.js"], languageOptions: { globals: globals.browser } },
  // Patterns for output show it as it is, with its indentation.
  { files: ["tests/**"], rules: { "no-regex-spaces": "off" } },
];
