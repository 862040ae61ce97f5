//! The playground's page: examples, an editor, a console, a status line.
//!
//! - [`rules`] decides: one state, one action enum, one function that turns an action into a new state. It
//!   imports no framework and its tests need no browser.
//! - `view` draws the state (Yew) and says what the user did.
//! - `edge` is what only a browser has: the engine's worker, the editor, storage, the keyboard.
//!
//! The program itself runs in the engine, a Web Worker with a WebAssembly module of its own. All the two know
//! of each other is `asyncio101_messages`.

pub mod rules;

#[cfg(target_arch = "wasm32")]
mod edge;
#[cfg(target_arch = "wasm32")]
mod view;

/// Takes over the document that `index.html` has put on screen.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn mount() {
    view::mount();
}

/// Has the rest of the page's module loaded. What `asyncio101-split` leaves of it calls this itself, before it calls what is in the rest;
/// it finds it by its name.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn load_rest() {
    edge::rest::load();
}
