//! The bar at the top: what this is, which program is open, Run, and the reader's settings.

use yew::{Callback, Html, MouseEvent, html};

use super::icons;
use super::stage::{Dispatch, OnStage};
use crate::edge::document;
use crate::rules::page::Action;
use crate::rules::run::Run;
use crate::rules::stage::{Live, LiveAction};
use crate::rules::text::Text;

/// Draws the bar.
pub(super) fn view(stage: OnStage<'_>, dispatch: &Dispatch) -> Html {
    let (text, page) = (stage.text(), stage.page);
    let (title, summary) = stage.live.opened.title(page.language);
    let title = stage.live.title.as_deref().unwrap_or(title).to_owned();
    let other = page.language.other();
    let on = |action: Action| dispatch.reform(move |_: yew::MouseEvent| action.clone());
    html! {
        <header>
            <h1 class="brand">{ icons::mark() }<span>{ "asyncio\u{a0}" }<b>{ "101" }</b></span></h1>
            <div class="title">
                <h2>{ title }</h2>
                <p title={summary.clone()}>{ summary }</p>
            </div>
            { run_button(stage.text(), stage.live, Some("run"), stage.on(pressed(stage.live))) }
            <div class="settings">
                <a class="quiet course" href="learn/" title={text.course_invitation}>{ text.course }</a>
                <button class="quiet" lang={other.tag()} onclick={on(Action::SwitchLanguage)}>
                    <span class="wide">{ other.own_name() }</span>
                    <span class="narrow" aria-hidden="true">{ other.tag().to_uppercase() }</span>
                </button>
                <button class="quiet icon" onclick={on(Action::SwitchTheme)}
                    aria-label={(text.theme)(page.theme, page.theme.next())}
                    title={(text.theme)(page.theme, page.theme.next())}>
                    { icons::theme(page.theme) }
                </button>
            </div>
        </header>
    }
}

/// What runs the program, on this machine's keyboard.
pub(super) fn run_shortcut() -> &'static str {
    if document::is_apple() { "⌘ ↵" } else { "Ctrl ↵" }
}

/// What a press of the button does.
pub(super) fn pressed(live: &Live) -> LiveAction {
    if live.can_run() { LiveAction::Run } else { LiveAction::Stop }
}

/// Run, and in its place Stop while there is something to stop: one button, so that it keeps the focus.
/// `id`: its name in the document, if it is the page's only one.
pub(super) fn run_button(
    text: &Text,
    live: &Live,
    id: Option<&'static str>,
    onclick: Callback<MouseEvent>,
) -> Html {
    let can_run = live.can_run();
    let stopping = matches!(&live.run, Run::Running(running) if running.stopping);
    let (class, icon, label) = match (can_run, stopping) {
        (true, _) => ("run", icons::run(), text.run),
        (false, false) => ("run stop", icons::stop(), text.stop),
        (false, true) => ("run stop", icons::stop(), text.stopping),
    };
    html! {
        <button {id} {class} {onclick} aria-disabled={stopping.then_some("true")}
            aria-keyshortcuts={can_run.then_some("Control+Enter Meta+Enter")}>
            { icon }<span>{ label }</span>
            if can_run {
                <kbd aria-hidden="true">{ run_shortcut() }</kbd>
            }
        </button>
    }
}
