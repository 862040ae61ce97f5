//! Every step as a row of a table. It can have a million rows; those in sight are drawn.

use web_sys::Element;
use yew::{Callback, Html, MouseEvent, TargetCast as _, component, html, use_node_ref};

use super::props::{ViewProps, to_line, to_step};
use super::scroll::use_scroll;
use crate::rules::loop_view::table::{self, ROW, Row};
use crate::rules::loop_view::{LoopAction, Panel};

/// The height of the table's window, in pixels; the style sheet gives it the same.
const HEIGHT: f64 = 236.0;
/// The height of the table's head, which stays in sight.
const HEAD: f64 = 28.0;

/// Draws the table.
#[component]
pub(super) fn Steps(props: &ViewProps) -> Html {
    let (text, view) = (props.text(), &props.view);
    let window = use_node_ref();
    let listed = view.listed();
    let (all, current) = {
        let replay = view.trace.replay();
        (listed.len(&replay), listed.row(&replay, view.step()))
    };
    let part = table::around(all, current);
    let row = current.saturating_sub(part.start);
    let (top, onscroll) = use_scroll(window.clone(), Some(row), (view.step(), all), ROW, HEIGHT - HEAD);
    let range = table::in_sight(part.len(), ROW, top, HEIGHT);
    let (above, below) = (range.start as f64 * ROW, (part.len() - range.end) as f64 * ROW);
    let first = part.start + range.start;
    let range = first..part.start + range.end;
    let rows = table::rows(&view.trace.replay(), listed, range, text);
    let [step, time, what, line] = text.columns;
    html! {
            <div class="steps-window" ref={window} tabindex="0" role="group" aria-label={(text.panel)(Panel::Steps)} {onscroll}>
                <table aria-rowcount={(all + 1).to_string()}>
                    <thead><tr aria-rowindex="1"><th scope="col">{ step }</th><th scope="col">{ time }</th><th scope="col">{ what }</th><th scope="col">{ line }</th></tr></thead>
                    <tbody>
                        <tr class="room" aria-hidden="true" style={format!("height: {above}px")}></tr>
                        { for rows.iter().enumerate().map(|(index, row)| draw(props, row, first + index, current)) }
                        <tr class="room" aria-hidden="true" style={format!("height: {below}px")}></tr>
                    </tbody>
                </table>
            </div>
    }
}

/// Draws a row. What was printed stands in it as it was printed.
fn draw(props: &ViewProps, row: &Row, index: usize, current: usize) -> Html {
    let is_current = index == current && props.view.step() >= row.step;
    let class = if row.is_callback { "callback" } else { "" };
    // What a pointer does anywhere in the row, the button in its first cell does for a keyboard.
    let (step, dispatch) = (row.step, props.dispatch.clone());
    let onclick = Callback::from(move |event: MouseEvent| {
        let target = event.target_dyn_into::<Element>();
        if target.is_some_and(|target| matches!(target.closest("button"), Ok(None))) {
            dispatch.emit(LoopAction::GoTo(step).into());
        }
    });
    html! {
        <tr key={row.step} {class} {onclick} aria-rowindex={(index + 2).to_string()} aria-current={is_current.then_some("step")}>
            <td>{ to_step(props, row.step, html! { row.step }) }</td>
            <td>{ props.language.text().clock(row.clock) }</td>
            <td>
                if let Some((is_error, text)) = &row.printed {
                    <code class={if *is_error { "stderr" } else { "stdout" }}>{ text.clone() }</code>
                } else {
                    <span title={row.sentence.clone()}>{ row.sentence.clone() }</span>
                }
            </td>
            <td>
                if let Some(line) = row.line {
                    { to_line(props, line) }
                }
            </td>
        </tr>
    }
}
