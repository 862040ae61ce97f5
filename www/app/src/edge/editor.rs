//! The `<python-editor>` element of `editor/python-editor.js`, seen from Rust.

use gloo::events::EventListener;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::Element;

use super::document;
use crate::rules::pane::Pane;
use crate::rules::stage::StageId;

#[wasm_bindgen]
extern "C" {
    /// The element. Before its script has arrived it has none of its methods.
    #[wasm_bindgen(extends = web_sys::HtmlElement)]
    pub(crate) type PythonEditor;

    /// True once the methods are there.
    #[wasm_bindgen(method, getter)]
    fn ready(this: &PythonEditor) -> Option<bool>;

    /// The program.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn text(this: &PythonEditor) -> String;

    /// Shows another program, with a history of its own.
    #[wasm_bindgen(method)]
    pub(crate) fn open(this: &PythonEditor, program: &str);

    /// Replaces the program; undo brings the old one back.
    #[wasm_bindgen(method)]
    pub(crate) fn replace(this: &PythonEditor, program: &str);

    /// Marks a line, counted from 1, or none.
    #[wasm_bindgen(method, js_name = markLine)]
    pub(crate) fn mark_line(this: &PythonEditor, line: Option<u32>);

    /// Says who is at which lines, and what they do there, a number of [`Standing`](crate::rules::loop_view::Standing).
    #[wasm_bindgen(method, js_name = markTasks)]
    pub(crate) fn mark_tasks(
        this: &PythonEditor,
        lines: Vec<u32>,
        names: Vec<String>,
        standings: Vec<u8>,
        reveal: bool,
    );

    /// The line the user has just asked about.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn visited(this: &PythonEditor) -> u32;

    /// Puts the cursor and the focus on a line, counted from 1.
    #[wasm_bindgen(method, js_name = goToLine)]
    pub(crate) fn go_to_line(this: &PythonEditor, line: u32);
}

impl PythonEditor {
    /// A stage's editor, once its script has arrived. Until then the page shows the program itself.
    pub(crate) fn find(stage: StageId) -> Option<PythonEditor> {
        Self::from_element(&document::find_on(stage, "python-editor")?)
    }

    /// An element, if it is an editor whose script has arrived.
    pub(crate) fn from_element(element: &Element) -> Option<PythonEditor> {
        let editor: JsValue = element.into();
        let editor: PythonEditor = editor.unchecked_into();
        editor.ready().is_some().then_some(editor)
    }
}

/// Fetches the editor, once, and gives it the focus: whoever wants it wants to write.
pub(crate) fn load() {
    if let Some(body) = document::document().body()
        && let Ok(script) = document::document().create_element("script")
    {
        // Both take any text.
        let _ = script.set_attribute("type", "module");
        let _ = script.set_attribute("src", "./app/editor.js");
        let _ = body.append_child(&script);
        EventListener::once(&script, "load", |_| document::focus(Pane::Code)).forget();
    }
}
