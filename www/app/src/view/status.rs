//! The line at the bottom: what is going on, in words.

use yew::{Html, html};

use super::about;
use super::stage::OnStage;
use crate::rules::engine::Engine;
use crate::rules::run::{Hold, Input, Run, Running};
use asyncio101_messages::Clock;

/// Draws the line.
pub(super) fn view(stage: OnStage<'_>) -> Html {
    let (text, engine) = (stage.text(), &stage.page.engine);
    let (class, words) = now(stage);
    html! {
        <footer>
            <p class="now"><span class={format!("lamp {class}")} aria-hidden="true"></span><span>{ words }</span></p>
            if let Engine::Loading { .. } = engine {
                <progress max="1" value={engine.progress().map(|share| share.to_string())} aria-label={text.loading} />
            }
            <p id="editor-hint" class="hint">{ text.editor_hint }</p>
            <p class="python">{ python(stage) }</p>
            { about::button(stage.page.language) }
        </footer>
    }
}

/// The lamp and the words for what is going on.
fn now(stage: OnStage<'_>) -> (&'static str, String) {
    let (text, live, engine) = (stage.text(), stage.live, &stage.page.engine);
    let loading = |words: &str| match engine.progress() {
        Some(share) => format!("{words} · {}", (text.percent)(share)),
        None => words.to_owned(),
    };
    match (&live.run, engine) {
        (Run::Queued, _) => ("busy", loading(text.queued)),
        (Run::Running(running), _) if running.stopping => ("busy", text.stopping.to_owned()),
        (Run::Running(running), _) if running.input == Input::Wanted => ("waiting", text.waiting.to_owned()),
        (Run::Running(Running { hold: Hold::Held(line), .. }), _) => ("waiting", (text.paused)(*line)),
        (Run::Running(Running { hold: Hold::Asked, led_from: Some(_), .. }), _) => {
            ("busy", text.led_on.to_owned())
        }
        (Run::Running(Running { hold: Hold::Asked, .. }), _) => ("busy", text.loop_view.holding.to_owned()),
        (Run::Running(_), _) if live.is_stuck() => ("bad", text.stuck.to_owned()),
        (Run::Running(_), _) => ("busy", text.running.to_owned()),
        (_, Engine::Loading { .. }) => ("idle", loading(text.loading)),
        (_, Engine::Unavailable) => ("bad", text.unavailable.to_owned()),
        // How another program ended is no news about this one.
        (Run::Over(_), Engine::Ready { .. }) if !live.has_run() => ("good", text.ready.to_owned()),
        (Run::Over(ending), _) if ending.how.is_success() => ("good", text.ending(ending)),
        (Run::Over(ending), _) if ending.how.was_asked_for() => ("idle", text.ending(ending)),
        (Run::Over(ending), _) => ("bad", text.ending(ending)),
        (Run::None, _) => ("good", text.ready.to_owned()),
    }
}

/// Which Python this is, and whether its clock is not the wall's.
fn python(stage: OnStage<'_>) -> String {
    let Engine::Ready { python, blocking } = &stage.page.engine else {
        return String::new();
    };
    let jumps = match &stage.live.run {
        Run::Running(running) => running.clock == Clock::Virtual,
        _ => !blocking,
    };
    if jumps {
        format!("{} · {}", (stage.text().language)(python), stage.text().virtual_clock)
    } else {
        (stage.text().language)(python)
    }
}
