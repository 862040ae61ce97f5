//! The line above: what the program is called, Run, and the way to the playground.

use yew::{Html, MouseEvent, html};

use crate::rules::embed::options::Runs;
use crate::rules::embed::{Embed, EmbedAction};
use crate::rules::engine::Engine;
use crate::rules::run::Run;
use crate::rules::stage::{LiveAction, Stage, StageAction};
use crate::view::header::{pressed, run_button};
use crate::view::icons;
use crate::view::stage::{EmbedDispatch as Dispatch, StageDispatch};

/// Draws the line.
pub(super) fn view(embed: &Embed, dispatch: &Dispatch, to_stage: &StageDispatch) -> Html {
    let text = embed.page.text();
    let edit = dispatch.reform(|_: MouseEvent| EmbedAction::Edit);
    let done = dispatch.reform(|_: MouseEvent| EmbedAction::Done);
    let (done_label, done_hint) = match embed.brings_back() {
        true => (text.embed.back, text.embed.back_hint),
        false => (text.embed.done, text.embed.done_hint),
    };
    let has_program = !embed.stage().program().is_empty();
    let playground = format!("./{}", embed.link().fragment());
    html! {
        <header class="bar">
            <p class="name" title={embed.options.title.clone()}>{ embed.options.title.clone().unwrap_or_else(|| embed.stage().file()) }</p>
            { state(embed) }
            if embed.is_editing {
                <button class="quiet" title={done_hint} onclick={done}>{ done_label }</button>
            } else if embed.can_edit() {
                <button class="quiet" title={text.embed.edit_hint} onclick={edit}>{ text.embed.edit }</button>
            }
            if has_program {
                <a class="quiet away" href={playground} target="_blank" rel="noopener" title={text.embed.open_hint}>
                    { mark() }<span>{ text.embed.open }</span>
                </a>
            }
            if embed.options.runs != Runs::Never && has_program {
                { run(embed, to_stage) }
            }
        </header>
    }
}

/// Run, or Stop.
fn run(embed: &Embed, to_stage: &StageDispatch) -> Html {
    let on = |action: LiveAction| to_stage.reform(move |_: MouseEvent| StageAction::from(action.clone()));
    let text = embed.page.text();
    match embed.stage() {
        Stage::Live(live) => run_button(text, live, Some("run"), on(pressed(live))),
        Stage::Player(_) => html! {
            <button id="run" class="run" onclick={on(LiveAction::Run)} aria-keyshortcuts="Control+Enter Meta+Enter">
                { icons::run() }<span>{ text.run }</span>
            </button>
        },
    }
}

/// What becomes of Run while nothing is to be seen of it yet.
fn state(embed: &Embed) -> Html {
    let text = embed.page.text();
    let is_queued = embed.stage().live().is_some_and(|live| live.run == Run::Queued);
    if !is_queued {
        return html! {};
    }
    let share = embed.page.engine.progress();
    let words = match embed.page.engine {
        Engine::Loading { .. } | Engine::Absent => text.loading,
        Engine::Ready { .. } | Engine::Unavailable => text.queued,
    };
    html! {
        <span class="loading" role="status">
            { words }
            if let Some(share) = share { { " " }{ (text.percent)(share) } }
        </span>
    }
}

/// An arrow that leads out of a frame.
fn mark() -> Html {
    html! {
        <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M9 2h5v5M14 2 7.5 8.5M12 9.5V14H2V4h4.5" fill="none" stroke="currentColor" stroke-width="1.5" />
        </svg>
    }
}
