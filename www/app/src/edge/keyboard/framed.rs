//! The keys of a page inside another: few are its own, the others are its host's.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};
use yew::Callback;

use crate::edge::{document, frame};
use crate::rules::embed::EmbedAction;
use crate::rules::loop_view::LoopAction;
use crate::rules::stage::{LiveAction, StageAction};

/// The keys that one who holds them down means for something else.
const MODIFIERS: [&str; 4] = ["Control", "Alt", "Meta", "Shift"];

/// Listens to the keyboard for as long as the value lives. A key that the page has no use for goes to its host: the arrows
/// of a deck work on after a click into the page.
pub(crate) fn listen(
    dispatch: Callback<EmbedAction>,
    has_next: impl Fn(bool) -> bool + 'static,
) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&document::document(), "keydown", options, move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        if event.default_prevented() || MODIFIERS.contains(&key.key().as_str()) {
            return;
        }
        if key.key() == "Enter" && (key.ctrl_key() || key.meta_key()) {
            event.prevent_default();
            dispatch.emit(StageAction::from(LiveAction::Run).into());
            return;
        }
        if is_for_the_element(key) {
            return;
        }
        let is_plain = !(key.ctrl_key() || key.alt_key() || key.meta_key() || key.shift_key());
        let is_in_controls = document::is_focused(".controls");
        let action = match key.key().as_str() {
            "ArrowLeft" | "ArrowRight" if is_plain && is_in_controls => {
                let backwards = key.key() == "ArrowLeft";
                has_next(backwards).then_some(EmbedAction::Step { backwards })
            }
            "Home" if is_plain && is_in_controls => Some(go(LoopAction::Start)),
            "End" if is_plain && is_in_controls => Some(go(LoopAction::End)),
            _ => None,
        };
        match action {
            Some(action) => {
                event.prevent_default();
                dispatch.emit(action);
            }
            None => frame::tell_key(key),
        }
    })
}

fn go(action: LoopAction) -> EmbedAction {
    StageAction::from(action).into()
}

/// Whether the focused element has a use of its own for a key.
fn is_for_the_element(key: &KeyboardEvent) -> bool {
    let is_in = document::is_focused;
    if key.key() == "Tab" || is_in("input:not([type=range]), textarea, select, [contenteditable=true]") {
        return true;
    }
    match key.key().as_str() {
        " " | "Enter" => is_in("button, a, summary"),
        // Scrolls what has more than it shows, or moves the slider.
        "ArrowUp" | "ArrowDown" | "PageUp" | "PageDown" => is_in("input[type=range]") || scrolls(),
        _ => false,
    }
}

/// Whether the focused element can be scrolled.
fn scrolls() -> bool {
    let active = document::document().active_element();
    active.is_some_and(|active: Element| {
        active.tag_name() != "BODY" && active.scroll_height() > active.client_height() + 1
    })
}
