//! Copying text.

use js_sys::Reflect;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Clipboard, Element, window};

/// The clipboard; pages that were not delivered securely have none.
fn clipboard() -> Option<Clipboard> {
    let navigator = window()?.navigator();
    Reflect::get(&navigator, &"clipboard".into()).ok()?.dyn_into().ok()
}

/// Copies text and says whether it worked.
pub(crate) async fn copy(text: &str) -> bool {
    match clipboard() {
        Some(clipboard) => JsFuture::from(clipboard.write_text(text)).await.is_ok(),
        None => false,
    }
}

/// Whether the user has selected text.
pub(crate) fn is_selecting() -> bool {
    let selection = window().and_then(|window| window.get_selection().ok().flatten());
    selection.is_some_and(|selection| !selection.is_collapsed())
}

/// Selects what an element shows, for the user to copy.
pub(crate) fn select(element: &Element) {
    if let Some(selection) = window().and_then(|window| window.get_selection().ok().flatten()) {
        // Fails only for nodes of another document.
        let _ = selection.select_all_children(element);
    }
}
