//! The pane with the program's output.

use std::rc::Rc;

use web_sys::Element;
use yew::{
    AttrValue, Callback, Html, MouseEvent, Properties, TargetCast as _, component, html, use_effect,
    use_effect_with, use_mut_ref, use_node_ref,
};

use super::app::Dispatch;
use super::copy::Copy;
use super::header::run_shortcut;
use super::input_line::InputLine;
use crate::edge::resize::ResizeListener;
use crate::edge::{clipboard, document};
use crate::rules::console::{Chunk, LINES_KEPT, Line, Note, Span, Writer};
use crate::rules::engine::{Input, Run};
use crate::rules::links::{Piece, pieces};
use crate::rules::page::{Action, State};
use crate::rules::text::Language;

/// Draws the pane.
pub(super) fn view(state: &State, dispatch: &Dispatch) -> Html {
    let text = state.text();
    let clear = dispatch.reform(|_: MouseEvent| Action::ClearConsole);
    let see_why = dispatch.reform(|_: MouseEvent| Action::SeeWhy);
    let what = {
        let console = state.console.clone();
        Callback::from(move |()| console.text())
    };
    let select_log = Callback::from(|_: String| {
        if let Some(log) = document::find(".log") {
            clipboard::select(&log);
        }
    });
    let log = LogProps {
        chunks: state.console.chunks().cloned().collect(),
        dropped: state.console.dropped(),
        language: state.language,
        dispatch: dispatch.clone(),
    };
    html! {
        <section class="pane console" data-region="console" aria-label={text.console}>
            <div class="head">
                <h2>{ text.console }</h2>
                if state.shows_steps() && !matches!(state.run, Run::Running(_)) {
                    <button class="quiet see-why" onclick={see_why}>{ text.see_why }</button>
                }
                if !state.console.is_empty() {
                    <Copy text={text.copy} copied={text.copied} what={what} otherwise={select_log} />
                    <button class="quiet" onclick={clear}>{ text.clear }</button>
                }
            </div>
            <Log ..log />
            if state.input() != Input::Unasked {
                <InputLine language={state.language} wanted={state.input() == Input::Wanted} dispatch={dispatch.clone()} />
            }
        </section>
    }
}

/// What the log needs.
#[derive(Properties)]
struct LogProps {
    chunks: Vec<Rc<Chunk>>,
    dropped: usize,
    language: Language,
    dispatch: Dispatch,
}

/// Chunks that did not change are the same allocation, so this is cheap.
impl PartialEq for LogProps {
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language
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
        html! { <Lines key={chunk.number} chunk={chunk.clone()} language={props.language} dispatch={props.dispatch.clone()} /> }
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
    language: Language,
    dispatch: Dispatch,
}

impl PartialEq for LinesProps {
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language && Rc::ptr_eq(&self.chunk, &other.chunk)
    }
}

/// A chunk of lines, drawn again only if one of them has changed.
#[component]
fn Lines(props: &LinesProps) -> Html {
    let line = |line: &Line| match line {
        Line::Text { spans, .. } => {
            let step = spans.iter().find_map(|span| span.step);
            html! { <div class="line" data-step={attribute(step)}>{ for spans.iter().map(|s| span(s, step, props)) }</div> }
        }
        Line::Note(note @ Note::Found(_)) => {
            let onclick = props.dispatch.reform(|_: MouseEvent| Action::SeeFindings);
            html! {
                <p class={note_class(note)}><button class="line-link" {onclick}>{ props.language.text().note(note) }</button></p>
            }
        }
        Line::Note(note) => {
            html! { <p class={note_class(note)}>{ props.language.text().note(note) }</p> }
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
            dispatch.emit(Action::PrintChosen(step));
        }
    })
}

/// Text by one writer, with the lines of the program it names as buttons; with its step, if that is not its line's.
fn span(span: &Span, line: Option<usize>, props: &LinesProps) -> Html {
    let piece = |piece: Piece<'_>| match piece {
        Piece::Plain(text) => html! { { text.to_owned() } },
        Piece::Line(text, line) => {
            let onclick = props.dispatch.reform(move |_: MouseEvent| Action::LineChosen(line));
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

/// How a note looks: good news, news, bad news.
fn note_class(note: &Note) -> &'static str {
    match note {
        Note::Ending(ending) if ending.how.is_success() => "note end good",
        Note::Ending(ending) if ending.how.was_asked_for() => "note end",
        Note::Ending(_) => "note end bad",
        Note::Found(_) => "note bad",
        Note::Crashed { .. } | Note::Unavailable { .. } | Note::NoTrace { .. } => "note bad",
        Note::StopForced | Note::UnknownExample { .. } | Note::UnreadableLink | Note::FromEngine(_) => "note",
    }
}
