// Starts the player. A script of its own, because a strict Content-Security-Policy allows none inside a page.
import load, { mount } from "../pkg/player.js";
import * as rest from "../../engine/host/rest.js";

// What the module imports; bound in src/edge/rest.rs.
window.asyncio101 = rest.imports;
rest.begin(new URL("player_rest.wasm", import.meta.url), await load());
mount();
