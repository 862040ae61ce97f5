//! What the course asks of the browser: its files, and where the reader is on the page.

use std::collections::BTreeMap;

use js_sys::Uint8Array;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{FileList, window};
use yew::{Callback, MouseEvent};

use super::{document, fetch};
use crate::rules::course::chapter::{QUESTION_TRACE, TRACE};
use crate::rules::course::{CONTENTS, CourseAction, CourseEffect, Files, Place};

/// Carries out what only the course asks for.
pub(crate) fn perform(effect: CourseEffect, dispatch: &Callback<CourseAction>) {
    match effect {
        CourseEffect::FetchContents => {
            let dispatch = dispatch.clone();
            spawn_local(async move {
                let read = fetch::read(CONTENTS).await;
                let text = read.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
                dispatch.emit(CourseAction::Contents(text.map_err(|reason| format!("{CONTENTS}: {reason}"))));
            });
        }
        CourseEffect::FetchChapter(place, names) => {
            let dispatch = dispatch.clone();
            spawn_local(async move {
                let files = files(&place, names).await;
                dispatch.emit(CourseAction::Files(place, files));
            });
        }
        CourseEffect::ShowTop { takes_focus } => {
            if takes_focus {
                document::focus_on("#title");
            }
            if let Some(window) = window() {
                window.scroll_to_with_x_and_y(0.0, 0.0);
            }
        }
        CourseEffect::ShowReply(name) => document::scroll_into_sight(&format!("[data-reply='{name}']")),
        CourseEffect::FocusLine(list, at) => {
            document::focus_on(&format!("[data-list='{list}'] > :nth-child({})", at + 1));
        }
        CourseEffect::Page(_) => {}
    }
}

/// The files of a chapter: those it has, or all it could have.
async fn files(place: &Place, names: Option<Vec<String>>) -> Result<Files, String> {
    let folder = place.folder().unwrap_or_default();
    let all = || {
        let texts = asyncio101_course::FILES.into_iter().chain(["question.py"]);
        texts.chain([TRACE, QUESTION_TRACE]).map(str::to_owned).collect()
    };
    let is_known = names.is_some();
    let mut files = Files::default();
    let mut asked = vec![];
    for name in names.unwrap_or_else(all) {
        let address = format!("{folder}{name}");
        asked.push((name, fetch::begin(&address), address));
    }
    let mut reason = None;
    for (name, begun, address) in asked {
        match fetch::finish(begun).await {
            Ok(bytes) if name.ends_with(".trace") => drop(files.traces.insert(name, bytes)),
            Ok(bytes) => drop(files.texts.insert(name, String::from_utf8_lossy(&bytes).into_owned())),
            Err(why) if is_known => return Err(format!("{address}: {why}")),
            Err(why) => reason = Some(format!("{address}: {why}")),
        }
    }
    match reason {
        Some(reason) if files.texts == BTreeMap::new() => Err(reason),
        _ => Ok(files),
    }
}

/// Reads the file with progress that the reader chose.
pub(crate) fn read_progress(chosen: Option<FileList>, dispatch: Callback<CourseAction>) {
    let Some(file) = chosen.and_then(|files| files.get(0)) else { return };
    spawn_local(async move {
        if let Ok(content) = JsFuture::from(file.array_buffer()).await {
            dispatch.emit(CourseAction::Import(Uint8Array::new(content.unchecked_ref()).to_vec()));
        }
    });
}

/// Leads to the page's content without going anywhere.
pub(crate) fn skip() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        event.prevent_default();
        document::focus_on("#main");
    })
}
