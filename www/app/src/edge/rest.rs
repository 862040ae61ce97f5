//! The rest of the module, where it comes in two parts (`www/pack/split`).

use wasm_bindgen::prelude::wasm_bindgen;

// engine/host/rest.js, which both modules have in common
#[wasm_bindgen]
extern "C" {
    /// Loads the rest. Throws if it cannot be had.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = loadRest)]
    pub(crate) fn load();
}
