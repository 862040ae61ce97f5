//! The bar at the top: what this is, which program is open, Run, and the reader's settings.

use yew::{Callback, Html, html};

use super::app::Dispatch;
use super::icons;
use crate::edge::document;
use crate::rules::engine::Run;
use crate::rules::page::{Action, State};

/// Draws the bar.
pub(super) fn view(state: &State, dispatch: &Dispatch) -> Html {
    let text = state.text();
    let (title, summary) = state.title();
    let other = state.language.other();
    let on = |action: Action| dispatch.reform(move |_: yew::MouseEvent| action.clone());
    html! {
        <header>
            <h1 class="brand">{ icons::mark() }<span>{ "asyncio\u{a0}" }<b>{ "101" }</b></span></h1>
            <div class="title">
                <h2>{ title }</h2>
                <p title={summary.clone()}>{ summary }</p>
            </div>
            { run_button(state, dispatch) }
            <div class="settings">
                <button class="quiet" lang={other.tag()} onclick={on(Action::SwitchLanguage)}>
                    <span class="wide">{ other.own_name() }</span>
                    <span class="narrow" aria-hidden="true">{ other.tag().to_uppercase() }</span>
                </button>
                <button class="quiet icon" onclick={on(Action::SwitchTheme)}
                    aria-label={(text.theme)(state.theme, state.theme.next())}
                    title={(text.theme)(state.theme, state.theme.next())}>
                    { icons::theme(state.theme) }
                </button>
            </div>
        </header>
    }
}

/// What runs the program, on this machine's keyboard.
pub(super) fn run_shortcut() -> &'static str {
    if document::is_apple() { "⌘ ↵" } else { "Ctrl ↵" }
}

/// Run, and in its place Stop while there is something to stop: one button, so that it keeps the focus.
fn run_button(state: &State, dispatch: &Dispatch) -> Html {
    let text = state.text();
    let can_run = state.can_run();
    let stopping = matches!(&state.run, Run::Running(running) if running.stopping);
    let onclick: Callback<_> = {
        let action = if can_run { Action::Run } else { Action::Stop };
        dispatch.reform(move |_: yew::MouseEvent| action.clone())
    };
    let (class, icon, label) = match (can_run, stopping) {
        (true, _) => ("run", icons::run(), text.run),
        (false, false) => ("run stop", icons::stop(), text.stop),
        (false, true) => ("run stop", icons::stop(), text.stopping),
    };
    html! {
        <button id="run" {class} {onclick} aria-disabled={stopping.then_some("true")}
            aria-keyshortcuts={can_run.then_some("Control+Enter Meta+Enter")}>
            { icon }<span>{ label }</span>
            if can_run {
                <kbd aria-hidden="true">{ run_shortcut() }</kbd>
            }
        </button>
    }
}
