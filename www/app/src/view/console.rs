//! The pane with the program's output.

use std::rc::Rc;

use asyncio101::trace::Stream;
use web_sys::Element;
use yew::{
    AttrValue, Callback, Html, MouseEvent, Properties, TargetCast as _, component, html, use_effect,
    use_effect_with, use_mut_ref, use_node_ref,
};

use super::copy::Copy;
use super::header::run_shortcut;
use super::input_line::InputLine;
use super::loop_view::props::{ViewProps, to_step};
use super::stage::{OnStage, StageDispatch};
use crate::edge::resize::ResizeListener;
use crate::edge::{clipboard, document};
use crate::rules::console::{Aside, Chunk, LINES_KEPT, Line, Span, Writer};
use crate::rules::run::Input;
use crate::rules::stage::{Live, LiveAction, StageId, Watch};
use crate::rules::text::{Language, Text};
use crate::rules::traceback::{Piece, pieces};

/// As many lines of a recorded output as are drawn before the step, and behind it.
const AROUND: usize = 200;

/// Draws the pane.
pub(super) fn view(stage: OnStage<'_>) -> Html {
    let (text, live, id) = (stage.text(), stage.live, stage.id);
    let what = {
        let console = live.console.clone();
        Callback::from(move |()| console.text())
    };
    let select_log = Callback::from(move |_: String| {
        if let Some(log) = document::find_on(id, ".log") {
            clipboard::select(&log);
        }
    });
    let language = stage.page.language;
    html! {
        <section class="pane console" data-region="console" aria-label={text.console}>
            <div class="head">
                <h2>{ text.console }</h2>
                if live.shows_steps() && live.running().is_none() {
                    <button class="quiet see-why" onclick={stage.on(Watch::SeeWhy)}>{ text.see_why }</button>
                }
                if !live.console.is_empty() {
                    <Copy text={text.copy} copied={text.copied} what={what} otherwise={select_log} />
                    <button class="quiet" onclick={stage.on(LiveAction::ClearConsole)}>{ text.clear }</button>
                }
            </div>
            { output(id, live, None, language, stage.dispatch) }
        </section>
    }
}

/// The output of a live stage, and the line in which its questions are answered. `until`: only what was printed up to that
/// step is there, what is still to come is faint.
pub(super) fn output(
    id: StageId,
    live: &Live,
    until: Option<usize>,
    language: Language,
    dispatch: &StageDispatch,
) -> Html {
    let latest = until.and_then(|until| {
        let replay = live.loop_view.trace.replay();
        replay.printed().iter().map(|printed| printed.step).take_while(|step| *step <= until).last()
    });
    let log = LogProps {
        place: until.map(|until| Place { until, latest }),
        chunks: live.console.chunks().cloned().collect(),
        dropped: live.console.dropped(),
        language,
        dispatch: dispatch.clone(),
    };
    html! {
        <>
            <Log ..log />
            if live.input() != Input::Unasked {
                <InputLine stage={id} {language} wanted={live.input() == Input::Wanted} takes_focus={live.is_what_ran()}
                    dispatch={dispatch.clone()} />
            }
        </>
    }
}

/// The output of a trace: up to the step that is looked at, and marked as such what is still to come.
pub(super) fn recorded(text: &Text, props: &ViewProps) -> Html {
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
        let words = replay.names().text(line.text).trim_end_matches('\n').to_owned();
        html! { <li key={index} {class}>{ to_step(props, line.step, html! { words }) }</li> }
    };
    html! {
        <div class="log" tabindex="0" role="group" aria-label={text.console}>
            if printed.is_empty() {
                <p class="empty">{ text.embed.nothing_printed }</p>
            }
            <ol class="printed" lang="">{ for (from..to).map(line) }</ol>
        </div>
    }
}

/// Where the reader is in what was printed.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    /// The step that is looked at.
    until: usize,
    /// The last one up to it in which something was printed.
    latest: Option<usize>,
}

impl Place {
    /// How a line looks that was printed in a step.
    fn class(self, step: usize) -> &'static str {
        if step > self.until {
            "line later"
        } else if Some(step) == self.latest {
            "line latest"
        } else {
            "line"
        }
    }
}

/// What the log needs.
#[derive(Properties)]
struct LogProps {
    place: Option<Place>,
    chunks: Vec<Rc<Chunk>>,
    dropped: usize,
    language: Language,
    dispatch: StageDispatch,
}

/// Chunks that did not change are the same allocation, so this is cheap.
impl PartialEq for LogProps {
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language
            && self.place == other.place
            && self.dropped == other.dropped
            && self.chunks.len() == other.chunks.len()
            && self.chunks.iter().zip(&other.chunks).all(|(a, b)| Rc::ptr_eq(a, b))
    }
}

/// The lines. They follow the output for as long as the user has not scrolled away from its end.
#[component]
fn Log(props: &LogProps) -> Html {
    let text = props.language.text();
    let log = use_node_ref();
    let follows = use_mut_ref(|| true);
    let follow = {
        let (log, follows) = (log.clone(), follows.clone());
        move || {
            if let Some(log) = log.cast::<Element>().filter(|_| *follows.borrow()) {
                log.set_scroll_top(log.scroll_height());
            }
        }
    };
    use_effect({
        let (follow, follows, empty) = (follow.clone(), follows.clone(), props.chunks.is_empty());
        move || {
            // A new run has nothing the user could be reading.
            *follows.borrow_mut() |= empty;
            follow();
        }
    });
    // The input line takes room from the log, and a pane that comes back on screen may be anywhere.
    use_effect_with((), {
        let log = log.clone();
        move |()| {
            let listener = log.cast().map(|log: Element| ResizeListener::new(&log, follow));
            move || drop(listener)
        }
    });
    let onscroll = {
        let log = log.clone();
        Callback::from(move |_| {
            if let Some(log) = log.cast::<Element>() {
                *follows.borrow_mut() = log.scroll_top() + log.client_height() + 8 >= log.scroll_height();
            }
        })
    };
    let chunk = |chunk: &Rc<Chunk>| {
        html! { <Lines key={chunk.number} chunk={chunk.clone()} place={props.place} language={props.language} dispatch={props.dispatch.clone()} /> }
    };
    html! {
        <div class="log" ref={log} tabindex="0" role="group" aria-label={text.console} {onscroll}>
            if props.chunks.is_empty() {
                <p class="empty">{ (text.console_empty)(run_shortcut()) }</p>
            }
            if props.dropped > 0 {
                <p class="dropped">{ (text.lines_dropped)(props.dropped, LINES_KEPT) }</p>
            }
            { for props.chunks.iter().map(chunk) }
        </div>
    }
}

/// What a chunk needs.
#[derive(Properties)]
struct LinesProps {
    chunk: Rc<Chunk>,
    place: Option<Place>,
    language: Language,
    dispatch: StageDispatch,
}

impl PartialEq for LinesProps {
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language && self.place == other.place && Rc::ptr_eq(&self.chunk, &other.chunk)
    }
}

/// A chunk of lines, drawn again only if one of them has changed.
#[component]
fn Lines(props: &LinesProps) -> Html {
    let line = |line: &Line| match line {
        Line::Text { spans, .. } => {
            let step = spans.iter().find_map(|span| span.step);
            let class = props.place.zip(step).map_or("line", |(place, step)| place.class(step));
            html! { <div {class} data-step={attribute(step)}>{ for spans.iter().map(|s| span(s, step, props)) }</div> }
        }
        Line::Aside(aside @ Aside::Found(_)) => {
            let onclick = props.dispatch.reform(|_: MouseEvent| Watch::SeeFindings.into());
            html! {
                <p class={aside_class(aside)}><button class="line-link" {onclick}>{ props.language.text().aside(aside) }</button></p>
            }
        }
        Line::Aside(aside) => {
            html! { <p class={aside_class(aside)}>{ props.language.text().aside(aside) }</p> }
        }
    };
    html! {
        <div class="lines" style={format!("--lines: {}", props.chunk.lines.len())} onclick={choose(props)}>
            { for props.chunk.lines.iter().map(line) }
        </div>
    }
}

/// How a step is written in the document.
fn attribute(step: Option<usize>) -> Option<AttrValue> {
    step.map(|step| step.to_string().into())
}

/// What a click does, unless it ends a selection or is meant for a button: it leads to the step in which that was
/// printed on which it falls; beside what is printed, to that of its line. (With a keyboard, the panel with the output
/// does.)
fn choose(props: &LinesProps) -> Callback<MouseEvent> {
    let dispatch = props.dispatch.clone();
    Callback::from(move |event: MouseEvent| {
        let Some(target) = event.target_dyn_into::<Element>() else { return };
        if !matches!(target.closest("button"), Ok(None)) || clipboard::is_selecting() {
            return;
        }
        let printed = target.closest("[data-step]").ok().flatten();
        let step = printed.and_then(|printed| printed.get_attribute("data-step")?.parse().ok());
        if let Some(step) = step {
            dispatch.emit(Watch::PrintChosen(step).into());
        }
    })
}

/// Text by one writer, with the lines of the program it names as buttons; with its step, if that is not its line's.
fn span(span: &Span, line: Option<usize>, props: &LinesProps) -> Html {
    let piece = |piece: Piece<'_>| match piece {
        Piece::Plain(text) => html! { { text.to_owned() } },
        Piece::Line(text, line) => {
            let onclick = props.dispatch.reform(move |_: MouseEvent| Watch::LineChosen(line).into());
            let label = format!("{text}: {}", (props.language.text().go_to_line)(line));
            html! { <button class="line-link" aria-label={label} {onclick}>{ text.to_owned() }</button> }
        }
    };
    let class = match span.writer {
        Writer::Stdout => "stdout",
        Writer::Stderr => "stderr",
        Writer::User => "typed",
    };
    let step = attribute(span.step.filter(|_| span.step != line));
    html! { <span {class} data-step={step}>{ for pieces(&span.text).into_iter().map(piece) }</span> }
}

/// How a aside looks: good news, news, bad news.
fn aside_class(aside: &Aside) -> &'static str {
    match aside {
        Aside::Ending(ending) if ending.how.is_success() => "note end good",
        Aside::Ending(ending) if ending.how.was_asked_for() => "note end",
        Aside::Ending(_) => "note end bad",
        Aside::Found(_) => "note bad",
        Aside::Crashed { .. }
        | Aside::Unavailable { .. }
        | Aside::NoTrace { .. }
        | Aside::NoProgram { .. } => "note bad",
        Aside::StillRuns { .. }
        | Aside::StopForced
        | Aside::UnknownExample { .. }
        | Aside::UnreadableLink
        | Aside::FromEngine(_) => "note",
    }
}
