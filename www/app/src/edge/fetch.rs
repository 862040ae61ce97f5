//! What the address of a page inside another asks for, fetched.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Response, window};
use yew::Callback;

use crate::rules::embed::{Content, EmbedAction, Failure};

/// Fetches what the address asks for.
pub(crate) fn from(address: &str, is_trace: bool, dispatch: Callback<EmbedAction>) {
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

/// Fetches a file.
///
/// # Errors
///
/// Why it cannot be had, in words.
pub(crate) async fn read(address: &str) -> Result<Vec<u8>, String> {
    finish(begin(address)).await
}

/// A file that is on its way.
pub(crate) struct Begun(JsFuture);

/// Begins to fetch a file, so that others can be begun before it is here.
pub(crate) fn begin(address: &str) -> Begun {
    let window = window().expect("the page runs in a window");
    Begun(JsFuture::from(window.fetch_with_str(address)))
}

/// Waits for a file that is on its way.
///
/// # Errors
///
/// As [`read`].
pub(crate) async fn finish(begun: Begun) -> Result<Vec<u8>, String> {
    let words = |error: JsValue| {
        error
            .dyn_ref::<js_sys::Error>()
            .map_or_else(|| "it cannot be reached".to_owned(), |error| error.message().into())
    };
    let response: Response = begun.0.await.map_err(words)?.unchecked_into();
    if !response.ok() {
        return Err(format!("{} {}", response.status(), response.status_text()).trim_end().to_owned());
    }
    let bytes = JsFuture::from(response.array_buffer().map_err(words)?).await.map_err(words)?;
    Ok(Uint8Array::new(&bytes).to_vec())
}
