//! Hearing of an element that changes its size.

use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, ResizeObserver};

/// Calls back when an element's size has changed, once at the start included, until it is dropped.
#[must_use = "nothing is heard once this is dropped"]
pub(crate) struct ResizeListener {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut(JsValue)>,
}

impl ResizeListener {
    /// Listens to an element.
    pub(crate) fn new(element: &Element, mut resized: impl FnMut() + 'static) -> ResizeListener {
        let callback = Closure::new(move |_entries: JsValue| resized());
        let observer =
            ResizeObserver::new(callback.as_ref().unchecked_ref()).expect("a function is all it takes");
        observer.observe(element);
        ResizeListener { observer, _callback: callback }
    }
}

impl Drop for ResizeListener {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
