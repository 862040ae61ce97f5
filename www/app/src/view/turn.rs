//! What one turn of the loop does, and what a task is between its steps: for as long as nothing has run.

use yew::{Html, html};

use crate::rules::text::Text;

/// The loop's own program, one entry for each step.
pub(super) const STEPS: [&str; 4] = [
    "timeout = 0 if ready else deadline - now",
    "events = select(timeout)",
    "ready += callbacks(events) + due(timers)",
    "for _ in range(len(ready)):\n    ready.popleft().run()",
];

/// Draws the explanation; above it, to which step a link leads once its program has run.
pub(super) fn view(text: &Text, awaited: Option<usize>) -> Html {
    let turn = &text.turn;
    let step = |((name, explanation), code): (&(&'static str, &'static str), &'static str)| {
        html! { <li><h4>{ *name }</h4><code>{ code }</code><p>{ *explanation }</p></li> }
    };
    html! {
            <div class="scroll" tabindex="0" role="group" aria-label={turn.title}>
                if let Some(step) = awaited {
                    <p class="awaited">{ (text.loop_view.link_leads)(step) }</p>
                }
                <h3>{ turn.title }</h3>
                <p class="lead">{ turn.lead }</p>
                <ol class="turn">{ for turn.steps.iter().zip(STEPS).map(step) }</ol>
                <p class="again">{ turn.again }</p>
                <h3>{ turn.invariant_title }</h3>
                <dl class="invariant">
                    <dt class="waiting"><code>{ "_fut_waiter = future" }</code></dt>
                    <dd>{ turn.either }</dd>
                    <dt class="ready"><span class="or">{ turn.or_word }</span><code>{ "_fut_waiter = None" }</code></dt>
                    <dd>{ turn.or }</dd>
                </dl>
            </div>
    }
}
