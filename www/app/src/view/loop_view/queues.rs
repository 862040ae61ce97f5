//! Where the loop is in its turn, and what waits for it: the ready queue, the timers, the selector.

use asyncio101::handle::HandleId;
use asyncio101::replay::{Loop, Phase};
use asyncio101::selector::Timeout;
use yew::{Html, html};

use super::props::{ViewProps, more, to_step};
use crate::rules::loop_view::TurnPart;
use crate::rules::loop_view::labels::Labels;
use crate::view::turn::STEPS;

/// As many entries of a queue as are shown.
const SHOWN: usize = 8;

/// Draws the loop's own program, the current step lit.
pub(super) fn turn(props: &ViewProps) -> Html {
    let (text, now) = (props.language.text(), props.view.now());
    let current = now.turn_part();
    let step = |(part, ((name, explanation), code)): (
        TurnPart,
        (&(&'static str, &'static str), &'static str),
    )| {
        let is_current = current == Some(part);
        html! {
            <li aria-current={is_current.then_some("step")}>
                <h4>{ *name }
                    if is_current {
                        <span class="value">{ now.state.current_loop().map(|event_loop| value(props, part, event_loop)) }</span>
                    }
                </h4>
                <code>{ code }</code>
                if is_current {
                    <p>{ *explanation }</p>
                }
            </li>
        }
    };
    let steps = TurnPart::ALL.into_iter().zip(text.turn.steps.iter().zip(STEPS));
    html! {
        <>
            <ol class="stages">{ for steps.map(step) }</ol>
            if current.is_none() {
                <p class="none">{ text.loop_view.idle }</p>
            }
        </>
    }
}

/// What a step of the turn is about just now.
fn value(props: &ViewProps, part: TurnPart, event_loop: &Loop) -> String {
    let text = props.text();
    match (part, event_loop.phase) {
        (TurnPart::Select, Phase::Selecting(timeout)) => match timeout {
            Timeout::Now => text.not_at_all.to_owned(),
            Timeout::After(wait) => {
                (text.at_most)(&props.language.text().duration(wait.as_secs_f64() * 1000.0))
            }
            Timeout::Never => text.for_ever.to_owned(),
        },
        (TurnPart::Run, _) => (text.left_in_turn)(event_loop.left_in_pass),
        _ => String::new(),
    }
}

/// Draws the queues.
pub(super) fn view(props: &ViewProps) -> Html {
    let text = props.text();
    let now = props.view.now();
    let Some(event_loop) = now.state.current_loop() else { return html! {} };
    props.with_labels(|labels| {
        let ready = event_loop.ready.iter().take(SHOWN).map(|handle| {
            html! { <li key={handle.0}>{ handle_entry(props, labels, event_loop, *handle) }</li> }
        });
        let timers = event_loop.timers.keys().take(SHOWN).map(|(when, handle)| {
            let left = (*when - now.state.clock as i64) as f64 / 1e6;
            let left = if left <= 0.0 {
                text.due.to_owned()
            } else {
                (text.left)(&props.language.text().duration(left))
            };
            html! {
                <li key={handle.0}>{ handle_entry(props, labels, event_loop, *handle) }<span class="value">{ left }</span></li>
            }
        });
        let watched = event_loop.watched.iter().take(SHOWN).map(|(source, interest)| {
            let name = labels.source(*source, now.step);
            html! { <li key={source.0}>{ (text.watches)(&name, interest.readable, interest.writable) }</li> }
        });
        let threads = (event_loop.threads > 0).then(|| html! { <li>{ (text.threads)(event_loop.threads) }</li> });
        html! {
            <div class="three-queues">
                { queue(props, "ready", text.ready_queue, event_loop.ready.len(), html! { <>{ for ready }</> }) }
                { queue(props, "timers", text.timers, event_loop.timers.len(), html! { <>{ for timers }</> }) }
                { queue(props, "selector", text.selector, event_loop.watched.len() + usize::from(threads.is_some()),
                    html! { <>{ for watched }{ threads }</> }) }
            </div>
        }
    })
}

/// One of them.
fn queue(props: &ViewProps, class: &'static str, title: &'static str, length: usize, entries: Html) -> Html {
    html! {
        <div class={format!("queue {class}")}>
            <h4>{ title }<span class="value">{ length }</span></h4>
            if length == 0 {
                <p class="none">{ props.text().empty }</p>
            } else {
                <ol>{ entries }{ more(props, length.saturating_sub(SHOWN)) }</ol>
            }
        </div>
    }
}

/// What waits, as a button that leads to where it was put there.
fn handle_entry(props: &ViewProps, labels: Labels<'_>, event_loop: &Loop, id: HandleId) -> Html {
    let name = labels.handle(id);
    let is_cancelled = event_loop.handles.get(&id).is_some_and(|handle| handle.is_cancelled);
    let scheduled = labels.replay.handle(labels.state.current, id).map_or(0, |record| record.scheduled);
    let content = html! {
        <>
            <span class="what">{ name }</span>
            if is_cancelled {
                <span class="value">{ labels.text.cancelled }</span>
            }
        </>
    };
    to_step(props, scheduled, content)
}
