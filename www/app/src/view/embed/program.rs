//! The program: as text with its tasks at their lines; once the reader wants to change it, in the editor.

use std::ops::RangeInclusive;

use yew::{AttrValue, Html, Properties, classes, component, html, use_effect_with};

use crate::edge::document;
use crate::rules::embed::{Embed, STAGE};
use crate::rules::loop_view::{LineMark, Standing};
use crate::rules::text::Language;
use crate::view::code::Editor;
use crate::view::stage::StageDispatch;

/// Draws the program.
pub(super) fn view(embed: &Embed, dispatch: &StageDispatch) -> Html {
    let text = embed.page.text();
    let program = embed.stage().program();
    html! {
        <section class="pane code" data-region="code" aria-label={text.code}>
            if embed.is_editing {
                <Editor label={text.code} program={AttrValue::from(program.to_owned())} dispatch={dispatch.clone()} />
            } else {
                <Listing language={embed.page.language} program={AttrValue::from(program.to_owned())}
                    shown={embed.options.shown_lines(program)} marks={embed.stage().marks(text)} />
            }
        </section>
    }
}

/// What the text needs.
#[derive(PartialEq, Properties)]
struct ListingProps {
    language: Language,
    program: AttrValue,
    /// The lines that are shown.
    shown: Vec<RangeInclusive<u32>>,
    /// Who is where.
    marks: Vec<LineMark>,
}

/// The program as text.
#[component]
fn Listing(props: &ListingProps) -> Html {
    let text = props.language.text();
    use_effect_with(props.marks.clone(), |_| document::reveal(STAGE, ".program", ".is-running"));
    let lines: Vec<&str> = props.program.lines().collect();
    let line = |number: u32| {
        // An empty line is as high as the others.
        let code = lines
            .get(number as usize - 1)
            .filter(|line| !line.is_empty())
            .map_or(" ", |line| line)
            .to_owned();
        let marks = props.marks.iter().filter(|mark| mark.line == number);
        let is_running =
            props.marks.iter().any(|mark| mark.line == number && mark.standing == Standing::Runs);
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
                <div class="text"><code>{ code }</code>{ for marks.map(mark) }</div>
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
