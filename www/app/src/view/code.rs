//! The pane with the editor.

use gloo::events::EventListener;
use web_sys::Element;
use yew::{AttrValue, Callback, Html, Properties, component, html, use_effect_with, use_node_ref};

use super::copy::Copy;
use super::share::Share;
use super::stage::{OnStage, StageDispatch};
use crate::edge::document;
use crate::edge::editor::PythonEditor;
use crate::rules::loop_view::LoopAction;
use crate::rules::stage::LiveAction;
use crate::rules::traceback;

/// Draws the pane.
pub(super) fn view(stage: OnStage<'_>) -> Html {
    let text = stage.text();
    let opened = &stage.live.opened;
    let link = stage.live.link();
    let link = Callback::from(move |()| document::address_of(&link.fragment()));
    let show_link = Callback::from(|link: String| document::show_address(&link));
    html! {
        <section class="pane code" data-region="code" aria-label={text.code}>
            <div class="head">
                <h2 class="file">{ traceback::PROGRAM }</h2>
                if let Some(example) = opened.example() && let Some(chapter) = example.chapter {
                    <a class="quiet chapter" href={chapter.address()} title={example.title.in_language(stage.page.language)}>
                        { (text.chapter)(chapter.number) }
                    </a>
                }
                <Share stage={stage.shared()} language={stage.page.language} dispatch={stage.dispatch.clone()} />
                <Copy text={text.link} copied={text.link_copied} title={text.link_hint} what={link} otherwise={show_link} />
                if opened.is_own() {
                    <span class="state">{ text.edited }</span>
                    <button class="quiet" title={text.reset_hint} onclick={stage.on(LiveAction::Reset)}>{ text.reset }</button>
                }
            </div>
            <Editor label={text.code} program={AttrValue::from(opened.program().to_owned())} dispatch={stage.dispatch.clone()} />
        </section>
    }
}

/// What the editor needs.
#[derive(PartialEq, Properties)]
pub(super) struct EditorProps {
    /// What the editor is called.
    pub(super) label: AttrValue,
    /// The program. The editor itself reads it once; until the editor's script has arrived, this is what is
    /// on screen.
    pub(super) program: AttrValue,
    /// Hears of edits and of the keys that run the program.
    pub(super) dispatch: StageDispatch,
}

/// The editor element and its events.
#[component]
pub(super) fn Editor(props: &EditorProps) -> Html {
    let element = use_node_ref();
    use_effect_with((), {
        let (element, program, dispatch) = (element.clone(), props.program.clone(), props.dispatch.clone());
        move |()| {
            let element: Element = element.cast().expect("the editor has been drawn");
            // If its script was there first, the element came to life before the program was put into it.
            if let Some(editor) = PythonEditor::from_element(&element) {
                editor.open(&program);
            }
            let (run, visit) = (dispatch.clone(), dispatch.clone());
            let (visited, edited) = (element.clone(), element.clone());
            let listeners = [
                EventListener::new(&element, "visit", move |_| {
                    if let Some(editor) = PythonEditor::from_element(&visited) {
                        visit.emit(LoopAction::AtLine(editor.visited()).into());
                    }
                }),
                EventListener::new(&element, "run", move |_| run.emit(LiveAction::Run.into())),
                EventListener::new(&element, "edit", move |_| {
                    if let Some(editor) = PythonEditor::from_element(&edited) {
                        dispatch.emit(LiveAction::Edited { program: editor.text().into() }.into());
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
