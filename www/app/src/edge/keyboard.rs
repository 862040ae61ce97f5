//! The keys that work wherever the focus is.

pub(crate) mod framed;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast as _;
use web_sys::KeyboardEvent;
use yew::Callback;

use super::document;
use crate::rules::loop_view::LoopAction;
use crate::rules::page::{Action, PLAYGROUND};
use crate::rules::pane::Pane;
use crate::rules::stage::{LiveAction, StageAction, Watch};

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
            "Enter" if key.ctrl_key() || key.meta_key() => on_stage(LiveAction::Run.into()),
            _ => match step(key) {
                Some(action) => on_stage(action),
                None => return,
            },
        };
        if !event.default_prevented() {
            event.prevent_default();
            dispatch.emit(action);
        }
    })
}

/// Something is done with the stage that has the focus; if none has, with the playground's.
fn on_stage(action: StageAction) -> Action {
    Action::Stage(document::focused_stage().unwrap_or(PLAYGROUND), action)
}

/// The keys of the view of the loop, while the focus is in it. What a control needs for itself stays its own.
fn step(key: &KeyboardEvent) -> Option<StageAction> {
    if key.ctrl_key() || key.alt_key() || key.meta_key() || document::focused_pane() != Some(Pane::Loop) {
        return None;
    }
    if document::is_focused("select") {
        return None;
    }
    let backwards = matches!(key.key().as_str(), "ArrowLeft");
    match key.key().as_str() {
        "ArrowLeft" | "ArrowRight" if key.shift_key() => Some(LoopAction::Switch { backwards }.into()),
        "ArrowLeft" | "ArrowRight" => Some(LoopAction::Step { backwards }.into()),
        "t" | "T" => Some(Watch::NextTimer.into()),
        "Home" => Some(LoopAction::Start.into()),
        "End" => Some(LoopAction::End.into()),
        " " if !document::is_focused("button, label, input[type=file]") => Some(Watch::PlayOrHold.into()),
        _ => None,
    }
}
