//! The line in which the user answers `input()`.

use yew::{
    Callback, Html, InputEvent, KeyboardEvent, MouseEvent, Properties, SubmitEvent, TargetCast as _,
    component, html, use_effect_with, use_mut_ref, use_state,
};

use super::stage::{StageDispatch, element_id};
use crate::edge::document;
use crate::rules::history::History;
use crate::rules::stage::{LiveAction, StageId};
use crate::rules::text::Language;

/// What the input line needs.
#[derive(PartialEq, Properties)]
pub(super) struct InputLineProps {
    pub(super) stage: StageId,
    pub(super) language: Language,
    /// Whether the program waits for a line right now.
    pub(super) wanted: bool,
    /// Whether the user has nothing else in hand, such as the next version of the program.
    pub(super) takes_focus: bool,
    pub(super) dispatch: StageDispatch,
}

/// The input line. It stays between two questions of a program, so that the focus stays too; when the program
/// is over, the focus goes to the output rather than nowhere.
#[component]
pub(super) fn InputLine(props: &InputLineProps) -> Html {
    let text = props.language.text();
    let line = use_state(String::new);
    let history = use_mut_ref(History::default);

    let id = element_id("input", props.stage);
    use_effect_with((), {
        let stage = props.stage;
        move |()| move || document::hand_on_focus(stage, ".input input", ".log")
    });

    // A program that asks is answered at once, unless the user is at something else.
    use_effect_with(props.wanted, {
        let (stage, id, takes_focus) = (props.stage, id.clone(), props.takes_focus);
        move |wanted| {
            if *wanted && takes_focus {
                document::offer_focus(stage, &format!("#{id}"));
            }
        }
    });

    let send = {
        let (wanted, line, history, dispatch) =
            (props.wanted, line.clone(), history.clone(), props.dispatch.clone());
        move |end_of_file: bool| {
            if wanted {
                if !end_of_file {
                    history.borrow_mut().remember(&line);
                }
                let sent = (!end_of_file).then(|| line.to_string());
                dispatch.emit(LiveAction::Input { line: sent }.into());
                line.set(String::new());
            }
        }
    };
    let onsubmit = {
        let send = send.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            send(false);
        })
    };
    let onkeydown = {
        let (line, send) = (line.clone(), send.clone());
        Callback::from(move |event: KeyboardEvent| {
            let mut history = history.borrow_mut();
            let recalled = match event.key().as_str() {
                "ArrowUp" => history.older(&line),
                "ArrowDown" => history.newer(),
                "d" if event.ctrl_key() && line.is_empty() => {
                    event.prevent_default();
                    drop(history);
                    return send(true);
                }
                _ => return,
            };
            event.prevent_default();
            if let Some(recalled) = recalled {
                line.set(recalled.to_owned());
            }
        })
    };
    let oninput = {
        let line = line.clone();
        Callback::from(move |event: InputEvent| {
            line.set(event.target_unchecked_into::<web_sys::HtmlInputElement>().value())
        })
    };
    let end = Callback::from(move |_: MouseEvent| send(true));
    html! {
        <form class={if props.wanted { "input wanted" } else { "input" }} {onsubmit}>
            <label for={id.clone()}>{ text.input }</label>
            <input {id} value={line.to_string()} {oninput} {onkeydown} type="text"
                autocomplete="off" autocapitalize="off" spellcheck="false" readonly={!props.wanted} />
            <button class="quiet" disabled={!props.wanted}>{ text.send }</button>
            <button class="quiet" type="button" disabled={!props.wanted} onclick={end} title="Ctrl D">{ text.end_of_file }</button>
        </form>
    }
}
