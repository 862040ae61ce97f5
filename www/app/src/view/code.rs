//! The pane with the editor.

use gloo::events::EventListener;
use yew::{
    AttrValue, Callback, Html, MouseEvent, Properties, component, html, use_effect_with, use_node_ref,
};

use super::app::Dispatch;
use super::copy::Copy;
use crate::edge::document;
use crate::edge::editor::PythonEditor;
use crate::rules::links;
use crate::rules::loop_view::LoopAction;
use crate::rules::page::{Action, State};

/// Draws the pane.
pub(super) fn view(state: &State, dispatch: &Dispatch) -> Html {
    let text = state.text();
    let reset = dispatch.reform(|_: MouseEvent| Action::Reset);
    let shared = state.shared();
    let link = Callback::from(move |()| document::address_of(&shared.fragment()));
    let show_link = Callback::from(|link: String| document::show_address(&link));
    html! {
        <section class="pane code" data-region="code" aria-label={text.code}>
            <div class="head">
                <h2 class="file">{ links::PROGRAM }</h2>
                <Copy text={text.link} copied={text.link_copied} title={text.link_hint} what={link} otherwise={show_link} />
                if state.is_edited(state.example) {
                    <span class="state">{ text.edited }</span>
                    <button class="quiet" title={text.reset_hint} onclick={reset}>{ text.reset }</button>
                }
            </div>
            <Editor label={text.code} program={AttrValue::from(state.program().to_owned())} dispatch={dispatch.clone()} />
        </section>
    }
}

/// What the editor needs.
#[derive(PartialEq, Properties)]
struct EditorProps {
    /// What the editor is called.
    label: AttrValue,
    /// The program. The editor itself reads it once; until the editor's script has arrived, this is what is
    /// on screen.
    program: AttrValue,
    /// Hears of edits and of the keys that run the program.
    dispatch: Dispatch,
}

/// The editor element and its events.
#[component]
fn Editor(props: &EditorProps) -> Html {
    let element = use_node_ref();
    use_effect_with((), {
        let (element, program, dispatch) = (element.clone(), props.program.clone(), props.dispatch.clone());
        move |()| {
            let editor = element.get().expect("the editor has been drawn");
            // If its script was there first, the element came to life before the program was put into it.
            if let Some(editor) = PythonEditor::find() {
                editor.open(&program);
            }
            let (run, visit) = (dispatch.clone(), dispatch.clone());
            let listeners = [
                EventListener::new(&editor, "visit", move |_| {
                    if let Some(editor) = PythonEditor::find() {
                        visit.emit(Action::Loop(LoopAction::AtLine(editor.visited())));
                    }
                }),
                EventListener::new(&editor, "run", move |_| run.emit(Action::Run)),
                EventListener::new(&editor, "edit", move |_| {
                    if let Some(editor) = PythonEditor::find() {
                        dispatch.emit(Action::Edited { program: editor.text().into() });
                    }
                }),
            ];
            move || drop(listeners)
        }
    });
    html! {
        <python-editor ref={element} label={&props.label} describedby="editor-hint">
            <pre tabindex="0">{ &props.program }</pre>
        </python-editor>
    }
}
