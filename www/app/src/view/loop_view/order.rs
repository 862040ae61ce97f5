//! Why one line of the output comes before or after another.

use web_sys::HtmlSelectElement;
use yew::{
    Event, Html, NodeRef, TargetCast as _, classes, component, html, use_effect_with, use_memo, use_node_ref,
};

use super::props::{ViewProps, button_to, to_line};
use crate::rules::loop_view::LoopAction;
use crate::rules::loop_view::question::{self, Question};
use crate::rules::loop_view::table::Row;

/// Draws the question at the step that is looked at, and the answer. That is worked out once for as long as neither
/// the question nor the trace changes.
#[component]
pub(super) fn Order(props: &ViewProps) -> Html {
    let question = props.view.question();
    let asked = (question.clone(), props.view.trace.clone(), props.language);
    let answer = use_memo(asked, |(question, trace, language)| {
        question.as_ref()?.answer(&trace.replay(), &language.text().loop_view)
    });
    let choice = use_node_ref();
    // Options are used again for other questions, and a list remembers what was once chosen in it.
    use_effect_with(question.clone(), {
        let choice = choice.clone();
        move |question: &Option<Question>| {
            if let (Some(question), Some(choice)) = (question, choice.cast::<HtmlSelectElement>()) {
                choice.set_value(&question.other.to_string());
            }
        }
    });
    let (Some(question), Some(answer)) = (question, answer.as_ref()) else { return html! {} };
    let later = question.line.max(question.other);
    let last = answer.rows.iter().find(|(_, row)| row.step == later).and_then(|(who, _)| who.as_deref());
    let row = |(who, row): &(Option<String>, Row)| {
        let class = classes!((row.step == question.line || row.step == question.other).then_some("asked"));
        // The sentence says it, too; this is for the eye that looks for one task's part in the story.
        let is_late = who.is_some() && who.as_deref() == last;
        html! {
            <>
            if answer.gap == Some(row.step) {
                <li class="more">{ "…" }</li>
            }
            <li {class}>
                <span class="when">{ props.language.text().clock(row.clock) }</span>
                <span class={classes!("who", is_late.then_some("late"))} aria-hidden="true">{ who.clone() }</span>
                { button_to(props, row.step, LoopAction::Follow(row.step), html! { row.sentence.clone() }) }
                if let Some(line) = row.line {
                    { to_line(props, line) }
                }
            </li>
            </>
        }
    };
    html! {
        <>
            { ask(props, &question, choice) }
            <p class="subject">{ answer.reason.clone() }</p>
            <ol class="story">{ for answer.rows.iter().map(row) }</ol>
        </>
    }
}

/// The question, in which the other line can be chosen.
fn ask(props: &ViewProps, question: &Question, choice: NodeRef) -> Html {
    let text = props.text();
    let replay = props.view.trace.replay();
    let onchange = props.dispatch.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        LoopAction::Beside(select.value().parse().unwrap_or_default()).into()
    });
    let option = |other: usize| {
        let words = (text.beside)(question.is_after(other), &question::quoted(&replay, other));
        html! { <option value={other.to_string()} selected={other == question.other}>{ words }</option> }
    };
    html! {
        <p class="question">
            <span>{ (text.comes)(&question::quoted(&replay, question.line)) }</span>
            <select ref={choice} aria-label={text.compared_with} {onchange}>{ for question.others.iter().copied().map(option) }</select>
        </p>
    }
}
