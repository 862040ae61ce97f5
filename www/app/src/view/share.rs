//! Share: an address, the lines that embed the program in a page, and files.

use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::{
    Callback, Event, Html, InputEvent, MouseEvent, Properties, TargetCast as _, UseStateHandle, component,
    html, use_effect_with, use_node_ref, use_state,
};

use super::copy::Copy;
use super::stage::StageDispatch;
use crate::edge::{clipboard, document, file};
use crate::rules::link::Link;
use crate::rules::picture::{Format, Picture, Subject};
use crate::rules::stage::{LiveAction, Stage, Watch};
use crate::rules::text::Language;

/// What Share needs.
#[derive(Properties)]
pub(super) struct ShareProps {
    /// The stage, which is live.
    pub(super) stage: Rc<Stage>,
    pub(super) language: Language,
    pub(super) dispatch: StageDispatch,
}

/// A stage that did not change is the same allocation.
impl PartialEq for ShareProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.stage, &other.stage)
            && self.language == other.language
            && self.dispatch == other.dispatch
    }
}

/// The button, and once it is pressed, the dialog.
#[component]
pub(super) fn Share(props: &ShareProps) -> Html {
    let text = &props.language.text().share;
    let is_open = use_state(|| false);
    let by_steps = use_state(|| true);
    let dialog = use_node_ref();
    use_effect_with(*is_open, {
        let dialog = dialog.clone();
        move |is_open| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>().filter(|_| *is_open) {
                // Fails only for one that is open already.
                let _ = dialog.show_modal();
            }
        }
    });
    let open = {
        let is_open = is_open.clone();
        Callback::from(move |_: MouseEvent| is_open.set(true))
    };
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    // Esc closes it, too.
    let onclose = {
        let is_open = is_open.clone();
        Callback::from(move |_: Event| is_open.set(false))
    };
    html! {
        <>
            <button class="quiet" aria-haspopup="dialog" title={text.open_hint} onclick={open}>{ text.open }</button>
            <dialog class="share" ref={dialog} aria-labelledby="share-title" {onclose}>
                if *is_open {
                    <header>
                        <h2 id="share-title">{ text.title }</h2>
                        <button class="quiet" onclick={close}>{ text.close }</button>
                    </header>
                    { content(props, &by_steps) }
                }
            </dialog>
        </>
    }
}

/// What is in the dialog.
fn content(props: &ShareProps, by_steps: &UseStateHandle<bool>) -> Html {
    let text = &props.language.text().share;
    let Some(live) = props.stage.live() else { return html! {} };
    let shared = live.shared(props.language);
    let address = document::address_of(&shared.link.fragment());
    let question =
        format!("{}/learn/{}", document::folder(), Link { step: None, ..shared.link.clone() }.fragment());
    let snippet = shared.snippet(&document::folder(), **by_steps);
    let oninput = props.dispatch.reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        LiveAction::Title(input.value().into()).into()
    });
    let choose_steps = {
        let by_steps = by_steps.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            by_steps.set(input.checked());
        })
    };
    let hint = match shared.has_trace {
        true => text.embed_hint,
        false => text.embed_alone_hint,
    };
    let save_trace = props.dispatch.reform(|_: MouseEvent| Watch::SaveTrace.into());
    let pictures = [(Subject::Step, text.still), (Subject::Run, text.whole)];
    let picture = |(subject, label): (Subject, fn(&str) -> String)| {
        let language = props.language;
        let save = |format: Format| {
            let picture = Picture { subject, format, language };
            let onclick = props.dispatch.reform(move |_: MouseEvent| Watch::SavePicture(picture).into());
            html! { <button class="quiet" {onclick}>{ label(format.label()) }</button> }
        };
        Format::ALL.map(save)
    };
    // What the lines name lies beside the page that has them.
    let beside = |step: usize| {
        let picture = Picture { subject: Subject::At(step), format: Format::Svg, language: props.language };
        let onclick = props.dispatch.reform(move |_: MouseEvent| Watch::SavePicture(picture).into());
        html! { <button class="quiet" {onclick}>{ shared.picture_file(step) }</button> }
    };
    let save_program = {
        let (name, program) = (format!("{}.py", shared.name), shared.link.recipe.program.clone());
        Callback::from(move |_: MouseEvent| file::download(&name, program.as_bytes()))
    };
    html! {
        <>
            <label class="called">
                <span>{ text.called }</span>
                <input type="text" value={shared.title.clone().unwrap_or_default()} placeholder={text.called_hint}
                    autocomplete="off" maxlength="80" {oninput} />
            </label>
            <h3>{ text.address }</h3>
            <p>{ text.address_hint }</p>
            { to_copy(props, "share-address", &address) }
            <h3>{ text.question }</h3>
            <p>{ text.question_hint }</p>
            { to_copy(props, "share-question", &question) }
            <h3>{ text.embed }</h3>
            <p>{ hint }</p>
            if shared.has_trace {
                <label class="by-steps">
                    <input type="checkbox" checked={**by_steps} onchange={choose_steps} />
                    <span>{ (text.steps)(&shared.steps_text()) }</span>
                </label>
            }
            { to_copy(props, "share-snippet", &snippet) }
            if shared.has_trace {
                <div class="files beside" role="group" aria-label={text.beside}>
                    <button class="quiet" onclick={save_trace.clone()}>{ shared.trace_file() }</button>
                    { for shared.pictured(**by_steps).into_iter().map(beside) }
                </div>
                if !shared.link.recipe.is_virtual {
                    <p class="clock">{ text.real_clock }</p>
                }
            }
            <h3>{ text.files }</h3>
            <div class="files">
                <button class="quiet" onclick={save_program}>{ text.program }</button>
                if shared.has_trace {
                    <button class="quiet" onclick={save_trace}>{ text.trace }</button>
                    { for pictures.into_iter().flat_map(picture) }
                } else {
                    <span>{ text.no_trace }</span>
                }
            </div>
        </>
    }
}

/// Text with a button that copies it. Where there is no clipboard, as in some frames, the button selects it.
fn to_copy(props: &ShareProps, id: &'static str, what: &str) -> Html {
    let text = &props.language.text().share;
    let copied = what.to_owned();
    let copy = Callback::from(move |()| copied.clone());
    let select = Callback::from(move |_: String| {
        if let Some(element) = document::find(&format!("#{id}")) {
            clipboard::select(&element);
            // One that takes the focus: Ctrl+C is for it then.
            if let Ok(element) = element.dyn_into::<web_sys::HtmlElement>() {
                let _ = element.focus();
            }
        }
    });
    html! {
        <div class="to-copy">
            <pre {id} tabindex="0">{ what.to_owned() }</pre>
            <Copy text={text.copy} copied={text.copied} what={copy} otherwise={select} />
        </div>
    }
}
