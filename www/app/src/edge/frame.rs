//! The host of a page inside another: what it asks for in the address, what it says, and what it is told.

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::Serialize as _;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, KeyboardEvent, MessageEvent, Response, UrlSearchParams, Window, window};
use yew::Callback;

use super::document;
use crate::rules::embed::messages::{FromHost, MessageId, SOURCE, ToHost, VERSION};
use crate::rules::embed::{Content, EmbedAction, Failure, STAGE};
use crate::rules::loop_view::LoopAction;
use crate::rules::stage::{LiveAction, StageAction};

/// The keys that one who holds them down means for something else.
const MODIFIERS: [&str; 4] = ["Control", "Alt", "Meta", "Shift"];

/// The parameters of the page's address, decoded.
pub(crate) fn parameters() -> Vec<(String, String)> {
    let query = window().and_then(|window| window.location().search().ok()).unwrap_or_default();
    let Ok(parameters) = UrlSearchParams::new_with_str(&query) else { return vec![] };
    let pairs = js_sys::try_iter(&parameters).ok().flatten().into_iter().flatten().flatten();
    let pair = |pair: JsValue| {
        let pair: Array = pair.dyn_into().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    pairs.filter_map(pair).collect()
}

/// The window around this one, if there is one.
fn host() -> Option<Window> {
    let own = window()?;
    own.parent().ok().flatten().filter(|parent| !Object::is(parent, &own))
}

/// Whether the page is inside another.
pub(crate) fn is_framed() -> bool {
    host().is_some()
}

/// Hears the host for as long as the value lives. What is not from it, or not of these messages, is not for this page.
pub(crate) fn listen(dispatch: Callback<EmbedAction>) -> Option<EventListener> {
    let host = host()?;
    let own = window()?;
    Some(EventListener::new(&own, "message", move |event| {
        let event = event.unchecked_ref::<MessageEvent>();
        let is_hosts = event.source().is_some_and(|source| Object::is(&source, &host));
        let data = event.data();
        let field = |name: &str| Reflect::get(&data, &name.into()).unwrap_or(JsValue::UNDEFINED);
        let is_ours = data.is_object()
            && field("source").as_string().as_deref() == Some(SOURCE)
            && field("v").as_f64() == Some(f64::from(VERSION));
        if !is_hosts || !is_ours {
            return;
        }
        let id = field("id");
        let id = id.as_f64().map(MessageId::Number).or_else(|| id.as_string().map(MessageId::Text));
        // A file's content comes as it was read.
        if let Ok(trace) = field("trace").dyn_into::<js_sys::ArrayBuffer>() {
            // Its own copy of the message may be changed.
            let _ = Reflect::set(&data, &"trace".into(), &Uint8Array::new(&trace));
        }
        if let Ok(message) = serde_wasm_bindgen::from_value::<FromHost>(data.clone()) {
            dispatch.emit(EmbedAction::FromHost(id, message));
        }
    }))
}

/// Tells the host.
pub(crate) fn tell(id: Option<MessageId>, message: &ToHost) {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let message = message.serialize(&serializer).expect("messages are plain objects");
    let id = id.map(|id| id.serialize(&serializer).expect("a number or a text"));
    send(&message, id);
}

/// Tells the host how high the page would like to be, in CSS pixels.
pub(crate) fn tell_height(height: f64) {
    say("resize", &[("height", height.into())]);
}

/// Tells the host of a key the page has no use for.
fn tell_key(key: &KeyboardEvent) {
    let fields = [
        ("key", key.key().into()),
        ("code", key.code().into()),
        ("shiftKey", key.shift_key().into()),
        ("ctrlKey", key.ctrl_key().into()),
        ("altKey", key.alt_key().into()),
        ("metaKey", key.meta_key().into()),
    ];
    say("key", &fields);
}

fn say(kind: &str, fields: &[(&str, JsValue)]) {
    let message = Object::new();
    for (name, value) in [("type", kind.into())].iter().chain(fields) {
        // A plain object takes every field.
        let _ = Reflect::set(&message, &(*name).into(), value);
    }
    send(&message, None);
}

fn send(message: &JsValue, id: Option<JsValue>) {
    let Some(host) = host() else { return };
    let fields = [("source", SOURCE.into()), ("v", VERSION.into())];
    for (name, value) in fields.into_iter().chain(id.map(|id| ("id", id))) {
        let _ = Reflect::set(message, &name.into(), &value);
    }
    // Whoever embeds the page may hear of it: it says nothing that is not theirs.
    let _ = host.post_message(message, "*");
}

/// Fetches what the address asks for.
pub(crate) fn fetch(address: &str, is_trace: bool, dispatch: Callback<EmbedAction>) {
    let address = address.to_owned();
    spawn_local(async move {
        let arrived = match read(&address).await {
            Ok(bytes) if is_trace => {
                let name = address.rsplit('/').next().unwrap_or(&address).to_owned();
                Ok(Content::Trace { name, bytes })
            }
            Ok(bytes) => Ok(Content::Program(String::from_utf8_lossy(&bytes).into_owned().into())),
            Err(reason) => Err(Failure::NotFetched { address, reason }),
        };
        dispatch.emit(EmbedAction::Arrived(arrived));
    });
}

async fn read(address: &str) -> Result<Vec<u8>, String> {
    let words = |error: JsValue| {
        error
            .dyn_ref::<js_sys::Error>()
            .map_or_else(|| "it cannot be reached".to_owned(), |error| error.message().into())
    };
    let window = window().expect("the page runs in a window");
    let response: Response =
        JsFuture::from(window.fetch_with_str(address)).await.map_err(words)?.unchecked_into();
    if !response.ok() {
        return Err(format!("{} {}", response.status(), response.status_text()).trim_end().to_owned());
    }
    let bytes = JsFuture::from(response.array_buffer().map_err(words)?).await.map_err(words)?;
    Ok(Uint8Array::new(&bytes).to_vec())
}

/// Fetches the editor, once.
pub(crate) fn load_editor() {
    let document = document::document();
    if let Some(body) = document.body()
        && let Ok(script) = document.create_element("script")
    {
        // Both take any text.
        let _ = script.set_attribute("type", "module");
        let _ = script.set_attribute("src", "./app/editor.js");
        let _ = body.append_child(&script);
    }
}

/// Listens to the keyboard for as long as the value lives. A key that the page has no use for goes to its host: the arrows
/// of a deck work on after a click into the page.
pub(crate) fn listen_to_keys(
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
            None => tell_key(key),
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

/// Scrolls a list of a stage so that a part of it is in sight, and nothing around it.
pub(crate) fn reveal(list: &str, part: &str) {
    let list = document::find_on(STAGE, list);
    let part = list.as_ref().and_then(|list| list.query_selector(part).ok().flatten());
    let (Some(list), Some(part)) = (list, part) else { return };
    let (window, row) = (list.get_bounding_client_rect(), part.get_bounding_client_rect());
    // A deck may have scaled the page: measured are pixels of the screen.
    let scale = window.height() / f64::from(list.client_height().max(1));
    let top = (row.top() - window.top()) / scale.max(0.01);
    let (height, room) = (row.height() / scale.max(0.01), f64::from(list.client_height()));
    if top < 0.0 || top + height > room {
        list.set_scroll_top(list.scroll_top() + (top - (room - height) / 2.0) as i32);
    }
}
