//! The line at the bottom: what is going on, in words.

use yew::{Html, html};

use super::about;
use crate::rules::engine::{Engine, Hold, Input, Run, Running};
use crate::rules::page::State;
use asyncio101_messages::Clock;

/// Draws the line.
pub(super) fn view(state: &State) -> Html {
    let text = state.text();
    let (class, words) = now(state);
    html! {
        <footer>
            <p class="now"><span class={format!("lamp {class}")} aria-hidden="true"></span><span>{ words }</span></p>
            if let Engine::Loading { .. } = state.engine {
                <progress max="1" value={state.engine.progress().map(|share| share.to_string())} aria-label={text.loading} />
            }
            <p id="editor-hint" class="hint">{ text.editor_hint }</p>
            <p class="python">{ python(state) }</p>
            { about::button(state.language) }
        </footer>
    }
}

/// The lamp and the words for what is going on.
fn now(state: &State) -> (&'static str, String) {
    let text = state.text();
    let loading = |words: &str| match state.engine.progress() {
        Some(share) => format!("{words} · {}", (text.percent)(share)),
        None => words.to_owned(),
    };
    match (&state.run, &state.engine) {
        (Run::Queued, _) => ("busy", loading(text.queued)),
        (Run::Running(running), _) if running.stopping => ("busy", text.stopping.to_owned()),
        (Run::Running(running), _) if running.input == Input::Wanted => ("waiting", text.waiting.to_owned()),
        (Run::Running(Running { hold: Hold::Held(line), .. }), _) => ("waiting", (text.paused)(*line)),
        (Run::Running(Running { hold: Hold::Asked, led_from: Some(_), .. }), _) => {
            ("busy", text.led_on.to_owned())
        }
        (Run::Running(Running { hold: Hold::Asked, .. }), _) => ("busy", text.loop_view.holding.to_owned()),
        (Run::Running(_), _) if state.is_stuck() => ("bad", text.stuck.to_owned()),
        (Run::Running(_), _) => ("busy", text.running.to_owned()),
        (_, Engine::Loading { .. }) => ("idle", loading(text.loading)),
        (_, Engine::Unavailable) => ("bad", text.unavailable.to_owned()),
        // How another program ended is no news about this one.
        (Run::Over(_), Engine::Ready { .. }) if !state.has_run() => ("good", text.ready.to_owned()),
        (Run::Over(ending), _) if ending.how.is_success() => ("good", text.ending(ending)),
        (Run::Over(ending), _) if ending.how.was_asked_for() => ("idle", text.ending(ending)),
        (Run::Over(ending), _) => ("bad", text.ending(ending)),
        (Run::None, _) => ("good", text.ready.to_owned()),
    }
}

/// Which Python this is, and whether its clock is not the wall's.
fn python(state: &State) -> String {
    let Engine::Ready { python, blocking } = &state.engine else {
        return String::new();
    };
    let jumps = match &state.run {
        Run::Running(running) => running.clock == Clock::Virtual,
        _ => !blocking,
    };
    if jumps {
        format!("Python {python} · {}", state.text().virtual_clock)
    } else {
        format!("Python {python}")
    }
}
