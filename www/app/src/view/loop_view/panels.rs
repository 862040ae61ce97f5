//! What the trace has to say: why something ran, what was printed, what is wrong.

use asyncio101::replay::Problem;
use asyncio101::trace::Stream;
use yew::{Html, html};

use super::props::{ViewProps, more, to_line, to_step};

/// As many links of a chain as are shown.
const LINKS: usize = 10;
/// As many lines of output as are shown before the step, and after it.
const BEFORE: usize = 6;
const AFTER: usize = 2;

/// Why the current callback ran, as a chain that can be followed back.
pub(super) fn why(props: &ViewProps) -> Html {
    let now = props.view.now();
    let Some(handle) = now.handle() else {
        return html! { <p class="none">{ props.text().no_reason }</p> };
    };
    props.with_labels(|labels| {
        let chain = labels.replay.why(now.state.current, handle);
        let names = labels.replay.names();
        let link = chain.iter().take(LINKS).map(|link| {
            let place = names.program_place(link.at);
            html! {
                <li>
                    { to_step(props, link.step, html! { labels.reason(link) }) }
                    if let Some(place) = place {
                        { to_line(props, place.line) }
                    }
                </li>
            }
        });
        html! {
            <>
                <p class="subject">{ labels.handle(handle) }</p>
                <ol class="chain">{ for link }{ more(props, chain.len().saturating_sub(LINKS)) }</ol>
            </>
        }
    })
}

/// What was printed around the step.
pub(super) fn output(props: &ViewProps) -> Html {
    let replay = props.view.trace.replay();
    let printed = replay.printed();
    let so_far = printed.partition_point(|line| line.step <= props.view.step());
    let (from, to) = (so_far.saturating_sub(BEFORE), (so_far + AFTER).min(printed.len()));
    if from == to {
        return html! { <p class="none">{ props.text().no_output }</p> };
    }
    let line = (from..to).map(|index| {
        let line = printed[index];
        let class = match (index < so_far, line.stream) {
            (false, _) => "later",
            (true, Stream::Stdout) => "stdout",
            (true, Stream::Stderr) => "stderr",
        };
        let text = replay.names().text(line.text).trim_end_matches('\n').to_owned();
        html! { <li key={index} {class}>{ to_step(props, line.step, html! { text }) }</li> }
    });
    html! { <ol class="printed" lang="">{ for line }</ol> }
}

/// What is wrong with the program.
pub(super) fn findings(props: &ViewProps) -> Html {
    let replay = props.view.trace.replay();
    if replay.findings().is_empty() {
        let text = props.text();
        let is_virtual = replay.names().about("clock") == Some("virtual");
        return html! {
            <p class="none">
                { if replay.is_full() || replay.is_cut_off() { text.no_findings_so_far } else { text.no_findings } }
                if is_virtual { { " " }{ text.computing_takes_no_time } }
            </p>
        };
    }
    let finding = replay.findings().iter().map(|finding| {
        html! {
            <li>
                { to_step(props, finding.step, with_code(&(props.text().fault)(&replay.fault(finding)))) }
                if let Some(line) = replay.line_of(finding) {
                    { to_line(props, line) }
                }
            </li>
        }
    });
    let is_slowed = !replay.stops().lines.is_empty()
        && replay.findings().iter().any(|finding| matches!(finding.problem, Problem::Blocked { .. }));
    html! {
        <>
            <ul class="problems">{ for finding }</ul>
            if is_slowed {
                <p class="none">{ props.text().lines_take_time }</p>
            }
        </>
    }
}

/// Words with code between backticks in them.
fn with_code(words: &str) -> Html {
    let pieces = words.split('`').enumerate();
    html! {
        <>{ for pieces.map(|(at, piece)| if at % 2 == 1 { html! { <code>{ piece }</code> } } else { html! { piece } }) }</>
    }
}
