//! Values that outlive the visit. Storage may be blocked, full or absent: then nothing outlives it, and the
//! page goes on with what it has in memory.

use web_sys::{Storage, window};

/// The browser's storage, where it may be used.
fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// Reads a value.
pub(crate) fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Writes a value, or forgets it. What cannot be written is not remembered, and that is all.
pub(crate) fn write(key: &str, value: Option<&str>) {
    let Some(storage) = storage() else { return };
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}
