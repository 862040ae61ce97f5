//! Values that outlive the visit. Storage may be blocked, full or absent: then nothing outlives it, and the
//! page goes on with what it has in memory.

use gloo::events::EventListener;
use wasm_bindgen::JsCast as _;
use web_sys::{Storage, StorageEvent, window};
use yew::Callback;

use crate::rules::page::Action;

/// The browser's storage, where it may be used.
fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// Reads a value.
pub(crate) fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Every value there is, with its name.
pub(crate) fn all() -> Vec<(String, String)> {
    let Some(storage) = storage() else { return vec![] };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok().flatten());
    keys.filter_map(|key| Some((key.clone(), storage.get_item(&key).ok()??))).collect()
}

/// Hears what other tabs write, for as long as the value lives.
pub(crate) fn listen(dispatch: Callback<Action>) -> EventListener {
    let window = window().expect("the page runs in a window");
    EventListener::new(&window, "storage", move |event| {
        let event = event.unchecked_ref::<StorageEvent>();
        if let Some(key) = event.key() {
            dispatch.emit(Action::StoredElsewhere { key, value: event.new_value() });
        }
    })
}

/// Writes a value, or forgets it. What cannot be written is not remembered, and that is all.
pub(crate) fn write(key: &str, value: Option<&str>) {
    let Some(storage) = storage() else { return };
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}
