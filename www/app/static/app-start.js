// Starts the page. A script of its own, because a strict Content-Security-Policy allows none inside a page.
import load, { mount } from "../pkg/asyncio101_app.js";
import * as rest from "../../engine/host/rest.js";

// What the module imports; bound in src/edge/rest.rs.
window.asyncio101 = rest.imports;
rest.begin(new URL("asyncio101_app_rest.wasm", import.meta.url), await load());
mount();
// The program can be read and run without it.
await import("../editor/python-editor.js");
