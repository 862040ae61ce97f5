//! The keys that work wherever the focus is.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast as _;
use web_sys::KeyboardEvent;
use yew::Callback;

use super::document;
use crate::rules::loop_view::LoopAction;
use crate::rules::page::{Action, Pane};

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
            _ => match step(key) {
                Some(action) => action,
                None => return,
            },
        };
        if !event.default_prevented() {
            event.prevent_default();
            dispatch.emit(action);
        }
    })
}

/// The keys of the view of the loop, while the focus is in it. What a control needs for itself stays its own.
fn step(key: &KeyboardEvent) -> Option<Action> {
    if key.ctrl_key() || key.alt_key() || key.meta_key() || document::focused_pane() != Some(Pane::Loop) {
        return None;
    }
    if document::is_focused("select") {
        return None;
    }
    let backwards = matches!(key.key().as_str(), "ArrowLeft");
    match key.key().as_str() {
        "ArrowLeft" | "ArrowRight" if key.shift_key() => Some(Action::Loop(LoopAction::Switch { backwards })),
        "ArrowLeft" | "ArrowRight" => Some(Action::Loop(LoopAction::Step { backwards })),
        "t" | "T" => Some(Action::NextTimer),
        "Home" => Some(Action::Loop(LoopAction::Start)),
        "End" => Some(Action::Loop(LoopAction::End)),
        " " if !document::is_focused("button, label, input[type=file]") => Some(Action::PlayOrHold),
        _ => None,
    }
}
