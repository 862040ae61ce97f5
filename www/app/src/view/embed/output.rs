//! What the program printed: up to the step that is looked at, and faintly what is still to come.

use asyncio101::trace::Stream;
use yew::{Html, html};

use crate::rules::embed::{Embed, STAGE};
use crate::rules::stage::{Live, Stage};
use crate::view::console;
use crate::view::loop_view::props::{ViewProps, to_step};
use crate::view::stage::StageDispatch;

/// As many lines as are drawn before the step, and behind it.
const AROUND: usize = 200;

/// Draws the output.
pub(super) fn view(embed: &Embed, props: &ViewProps, dispatch: &StageDispatch) -> Html {
    let text = embed.page.text();
    html! {
        <section class="pane console" data-region="console" aria-label={text.console}>
            if let Stage::Live(live) = embed.stage() {
                { console::output(STAGE, live, place_in(live), embed.page.language, dispatch) }
            } else {
                { recorded(embed, props) }
            }
        </section>
    }
}

/// The step up to which a run has printed for its reader: once it is over, the one that is looked at.
fn place_in(live: &Live) -> Option<usize> {
    let view = &live.loop_view;
    (live.can_run() && !view.trace.is_empty() && !view.follows()).then(|| view.step())
}

/// The output of a trace.
fn recorded(embed: &Embed, props: &ViewProps) -> Html {
    let replay = props.view.trace.replay();
    let printed = replay.printed();
    let so_far = printed.partition_point(|line| line.step <= props.view.step());
    let (from, to) = (so_far.saturating_sub(AROUND), (so_far + AROUND).min(printed.len()));
    let line = |index: usize| {
        let line = printed[index];
        let class = match (index < so_far, line.stream) {
            (false, _) => "later",
            (true, Stream::Stdout) => "stdout",
            (true, Stream::Stderr) => "stderr",
        };
        let class = if index + 1 == so_far { format!("{class} latest") } else { class.to_owned() };
        let text = replay.names().text(line.text).trim_end_matches('\n').to_owned();
        html! { <li key={index} {class}>{ to_step(props, line.step, html! { text }) }</li> }
    };
    html! {
        <div class="log" tabindex="0" role="group" aria-label={embed.page.text().console}>
            if printed.is_empty() {
                <p class="empty">{ embed.page.text().embed.nothing_printed }</p>
            }
            <ol class="printed" lang="">{ for (from..to).map(line) }</ol>
        </div>
    }
}
