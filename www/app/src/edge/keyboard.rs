//! The keys that work wherever the focus is.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast as _;
use web_sys::KeyboardEvent;
use yew::Callback;

use super::document;
use crate::rules::page::Action;

/// Listens for as long as the value lives. The editor has its own way to say Run, and keeps those keys to
/// itself.
pub(crate) fn listen(dispatch: Callback<Action>) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&document::document(), "keydown", options, move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let action = match key.key().as_str() {
            "F6" => Action::CyclePanes { from: document::focused_pane(), backwards: key.shift_key() },
            "Enter" if key.ctrl_key() || key.meta_key() => Action::Run,
            _ => return,
        };
        if !event.default_prevented() {
            event.prevent_default();
            dispatch.emit(action);
        }
    })
}
