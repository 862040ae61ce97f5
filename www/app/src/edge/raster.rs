//! Pictures made of dots: a browser paints them.

use std::rc::Rc;

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

use super::{document, file};

/// As many dots as there are to a pixel of the layout, each way, so that it is sharp.
const SCALE: f64 = 2.0;
/// As many dots as a canvas has in a row or a column at most, in the least of the browsers.
const LONGEST: f64 = 16_000.0;

/// Hands the user an SVG document of this size as a PNG. Where a browser cannot paint it, nothing happens.
pub(crate) fn download(name: String, svg: &str, (width, height): (u32, u32)) {
    let kind = BlobPropertyBag::new();
    kind.set_type("image/svg+xml");
    let parts = Array::of1(&JsString::from(svg));
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &kind) else { return };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else { return };
    let Ok(image) = HtmlImageElement::new() else { return };
    let (width, height) = (f64::from(width), f64::from(height));
    let scale = SCALE.min(LONGEST / width.max(height));
    let loaded = {
        let (image, address) = (image.clone(), address.clone());
        Closure::once_into_js(move || {
            // What cannot be painted is not handed out.
            let _ = paint(name, &image, (width * scale, height * scale));
            let _ = Url::revoke_object_url(&address);
        })
    };
    image.set_onload(Some(loaded.unchecked_ref()));
    image.set_src(&address);
}

/// Paints an image that is there, and hands that to the user.
fn paint(name: String, image: &HtmlImageElement, (width, height): (f64, f64)) -> Result<(), JsValue> {
    let canvas: HtmlCanvasElement = document::document().create_element("canvas")?.unchecked_into();
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let Some(context) = canvas.get_context("2d")? else { return Ok(()) };
    let context: CanvasRenderingContext2d = context.unchecked_into();
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)?;
    let name = Rc::from(name);
    let painted = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            file::hand_over(&name, &blob);
        }
    });
    canvas.to_blob(painted.unchecked_ref())
}
