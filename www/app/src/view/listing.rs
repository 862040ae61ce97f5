//! A program as text, with its tasks at their lines.

use std::ops::RangeInclusive;

use yew::{AttrValue, Html, Properties, classes, component, html, use_effect_with};

use crate::edge::document;
use crate::rules::loop_view::{LineMark, Standing};
use crate::rules::stage::StageId;
use crate::rules::text::Language;

/// As many columns as the rest of a long line is indented with its beginning.
const DEEPEST: usize = 12;

/// What the text needs.
#[derive(PartialEq, Properties)]
pub(super) struct ListingProps {
    /// The stage it belongs to.
    pub(super) stage: StageId,
    /// The page's language.
    pub(super) language: Language,
    /// The program.
    pub(super) program: AttrValue,
    /// The lines that are shown.
    pub(super) shown: Vec<RangeInclusive<u32>>,
    /// The line that the step is about.
    pub(super) now: Option<u32>,
    /// Who is where.
    pub(super) marks: Vec<LineMark>,
}

/// The program as text.
#[component]
pub(super) fn Listing(props: &ListingProps) -> Html {
    let text = props.language.text();
    let stage = props.stage;
    use_effect_with((props.now, props.marks.clone()), move |_| {
        document::reveal_with(stage, ".program", ".is-running", Some(".row .task"))
    });
    let lines: Vec<&str> = props.program.lines().collect();
    let line = |number: u32| {
        // An empty line is as high as the others.
        let code = lines
            .get(number as usize - 1)
            .filter(|line| !line.is_empty())
            .map_or(" ", |line| line)
            .to_owned();
        // What goes on below stands deeper than where the line begins, as far as a narrow window has room for it.
        let indent = code.bytes().take_while(|byte| *byte == b' ').count().min(DEEPEST);
        let marks = props.marks.iter().filter(|mark| mark.line == number);
        let is_running = props.now == Some(number)
            || props.marks.iter().any(|mark| mark.line == number && mark.standing == Standing::Runs);
        let mark = |mark: &LineMark| {
            let (class, sign) = match mark.standing {
                Standing::Runs => ("task running", "▶"),
                Standing::IsReady => ("task", "▨"),
                Standing::Waits => ("task", "◦"),
                Standing::IsHeld => ("task running", "❚❚"),
            };
            html! { <span {class}>{ sign }{ " " }{ &mark.label }</span> }
        };
        html! {
            <div key={number} class={classes!("row", is_running.then_some("is-running"))}>
                <span class="number" aria-hidden="true">{ number }</span>
                <div class="text" style={format!("--indent: {indent}")}><code>{ code }</code>{ for marks.map(mark) }</div>
            </div>
        }
    };
    let mut before = 1;
    let mut rows: Vec<Html> = vec![];
    let hidden = |count: u32| html! { <div class="hidden">{ "⋯ " }{ (text.embed.hidden)(count) }</div> };
    for piece in &props.shown {
        if *piece.start() > before {
            rows.push(hidden(piece.start() - before));
        }
        rows.extend(piece.clone().map(line));
        before = piece.end() + 1;
    }
    if before <= lines.len() as u32 {
        rows.push(hidden(lines.len() as u32 + 1 - before));
    }
    html! { <div class="program" tabindex="0" role="group" aria-label={text.code} lang="">{ for rows }</div> }
}
