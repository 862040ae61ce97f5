//! Files of the user's machine: one handed to the page, one handed to the user.

use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, File, FileList, HtmlAnchorElement, Url};
use yew::Callback;

use super::document;
use crate::rules::stage::{LiveAction, StageAction};

/// How long a browser may take to begin saving what it was handed.
const SAVING_MS: u32 = 10_000;

/// Hands the user a file. Where a browser cannot, nothing happens.
pub(crate) fn download(name: &str, content: &[u8]) {
    let parts = Array::of1(&Uint8Array::from(content));
    if let Ok(blob) = Blob::new_with_u8_array_sequence(&parts) {
        hand_over(name, &blob);
    }
}

/// Hands the user what a browser has put together.
pub(super) fn hand_over(name: &str, blob: &Blob) {
    let Ok(url) = Url::create_object_url_with_blob(blob) else { return };
    let link = document::document().create_element("a").expect("an anchor is an element");
    let link: HtmlAnchorElement = link.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Timeout::new(SAVING_MS, move || {
        // Fails only for what is no address.
        let _ = Url::revoke_object_url(&url);
    })
    .forget();
}

/// Reads the first of the files the user chose or dropped.
pub(crate) fn open(files: Option<FileList>, dispatch: Callback<StageAction>) {
    let Some(file): Option<File> = files.and_then(|files| files.get(0)) else { return };
    spawn_local(async move {
        if let Ok(content) = JsFuture::from(file.array_buffer()).await {
            let content = Uint8Array::new(&content).to_vec();
            dispatch.emit(LiveAction::OpenFile { name: file.name(), content }.into());
        }
    });
}
