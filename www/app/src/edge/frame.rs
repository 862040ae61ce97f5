//! The host of a page inside another: what it asks for in the address, what it says, and what it is told.

use gloo::events::EventListener;
use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::Serialize as _;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{KeyboardEvent, MessageEvent, UrlSearchParams, Window, window};
use yew::Callback;

use crate::rules::embed::EmbedAction;
use crate::rules::embed::messages::{FromHost, MessageId, SOURCE, ToHost, VERSION};

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
pub(crate) fn tell_key(key: &KeyboardEvent) {
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
