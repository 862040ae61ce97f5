//! The question of a chapter.

use asyncio101::replay::judge::Verdict;
use asyncio101_course::Kind;
use yew::{AttrValue, Callback, Html, MouseEvent, classes, html};

use super::ordering::Lines;
use super::words::blocks;
use crate::rules::course::chapter::{Chapter, ChapterAction, Choice, Order, Question};
use crate::rules::course::{Course, CourseAction, LOOK};
use crate::rules::link::{Link, Recipe};
use crate::rules::stage::{LiveAction, StageAction};
use crate::view::stage::CourseDispatch as Dispatch;

/// Draws it, and the program it is about if that is another than the one beside the words.
pub(super) fn view(course: &Course, open: &Chapter, dispatch: &Dispatch) -> Html {
    let text = course.page.language.course();
    let question = &open.text.question;
    let is_solved = open.question.is_answered();
    html! {
        <section class="part question" aria-labelledby="question">
            <div class="told">
                <h2 id="question">{ text.question }</h2>
                { blocks(&question.words, dispatch) }
                { match &open.question {
                    Question::Order(order) => of_order(course, order, dispatch),
                    Question::Choice(choice) => of_choice(course, open, choice, dispatch),
                    Question::Unasked if question.program.is_some() => html! { <p>{ text.unrecorded }</p> },
                    Question::Unasked => unasked(course, dispatch),
                } }
                if is_solved {
                    <div class="answer">{ blocks(&open.text.answer, dispatch) }</div>
                }
            </div>
            if let Some((_, program)) = &question.program {
                <div class="beside">
                    <pre class="excerpt whole" tabindex="0" lang=""><code>{ for program.trim_end().lines().map(numbered) }</code></pre>
                    if is_solved {
                        <p class="hint"><a href={to_playground(program)} target="_blank" rel="noopener">{ text.open }</a></p>
                    }
                </div>
            }
        </section>
    }
}

/// A line of the program, with its number, which may be what a reply names.
fn numbered(line: &str) -> Html {
    html! { <span class="numbered">{ line.to_owned() }{ "\n" }</span> }
}

/// The program of the question, in the playground on the virtual clock.
fn to_playground(program: &str) -> String {
    let recipe = Recipe { is_virtual: true, ..Recipe::of(program.into()) };
    format!("./{}", Link { recipe, ..Link::to("".into()) }.fragment())
}

/// The program has to run before anything can be asked.
fn unasked(course: &Course, dispatch: &Dispatch) -> Html {
    let text = course.page.language.course();
    let is_running = course.stage(LOOK).live().is_none_or(|live| !live.can_run());
    let ask = dispatch.reform(|_: MouseEvent| CourseAction::from(StageAction::from(LiveAction::Run)));
    html! {
        <>
            <p>{ text.unasked }</p>
            <p class="buttons">
                <button class="loud" onclick={ask} aria-disabled={is_running.then_some("true")}>{ text.ask }</button>
            </p>
        </>
    }
}

fn of_order(course: &Course, order: &Order, dispatch: &Dispatch) -> Html {
    let (text, language) = (course.page.language.course(), course.page.language);
    let on =
        |action: ChapterAction| dispatch.reform(move |_: MouseEvent| CourseAction::Chapter(action.clone()));
    let onshift: Callback<(usize, usize)> =
        dispatch.reform(|(from, to)| CourseAction::Chapter(ChapterAction::Shift { from, to }));
    let about = order.about().map_or_else(Vec::new, |(first, second)| vec![first, second]);
    let class = match &order.verdict {
        Some(Verdict::Right) => "reply good",
        Some(Verdict::Possible { .. }) => "reply fair",
        Some(Verdict::Impossible { .. }) => "reply bad",
        None => "reply",
    };
    // One button, so that the focus stays on it.
    let (label, action) = match order.is_shown {
        true => (text.try_again, ChapterAction::TryAgain),
        false => (text.give_up, ChapterAction::GiveUp),
    };
    let judge = (!order.is_shown)
        .then(|| html! { <button key="judge" class="loud" onclick={on(ChapterAction::Judge)}>{ text.judge }</button> });
    let other = (order.is_shown || order.tries > 0)
        .then(|| html! { <button key="other" class="quiet" onclick={on(action)}>{ label }</button> });
    let buttons = judge.into_iter().chain(other);
    html! {
        <>
            <Lines name="question" ordering={order.ordering.clone()} {about} is_fixed={order.is_solved || order.is_shown} {language} {onshift} />
            if !order.is_solved {
                <p class="buttons">{ for buttons }</p>
            }
            <p {class} role="status" data-reply="question">{ order.reply(language).unwrap_or_default() }</p>
        </>
    }
}

fn of_choice(course: &Course, open: &Chapter, choice: &Choice, dispatch: &Dispatch) -> Html {
    let text = course.page.language.course();
    let Kind::Choice(choices) = &open.text.question.kind else { return html! {} };
    let answer = |(at, answer): (usize, &asyncio101_course::Choice)| {
        let onclick = dispatch.reform(move |_: MouseEvent| CourseAction::Chapter(ChapterAction::Choose(at)));
        let is_struck = choice.struck.contains(&at);
        let is_known = choice.is_solved || choice.is_shown;
        let is_right = is_known && answer.is_right;
        let is_over = is_known || is_struck;
        let class = classes!("choice", is_struck.then_some("struck"), is_right.then_some("right"));
        let sign = if is_right {
            "✓"
        } else if is_struck {
            "✗"
        } else {
            "○"
        };
        let state = is_struck.then_some(text.wrong).or(is_right.then_some(text.answered));
        html! {
            <li {class}>
                <button {onclick} aria-disabled={is_over.then_some("true")} aria-pressed={(choice.last == Some(at)).to_string()}>
                    <span class="sign" aria-hidden="true">{ sign }</span>
                    <span class="words">{ blocks(&answer.words, dispatch) }</span>
                    if let Some(state) = state { <span class="unseen">{ state }</span> }
                </button>
            </li>
        }
    };
    let last = choice.last.and_then(|last| choices.get(last));
    let class = last.map_or("reply", |last| if last.is_right { "reply good" } else { "reply bad" });
    let (label, action) = match choice.is_shown {
        true => (text.try_again, ChapterAction::TryAgain),
        false => (text.give_up, ChapterAction::GiveUp),
    };
    let give_up = dispatch.reform(move |_: MouseEvent| CourseAction::Chapter(action.clone()));
    html! {
        <>
            <ul class="choices" aria-label={AttrValue::from(text.question)}>{ for choices.iter().enumerate().map(answer) }</ul>
            if !choice.is_solved && !choice.struck.is_empty() {
                <p class="buttons"><button class="quiet" onclick={give_up}>{ label }</button></p>
            }
            <div {class} role="status" data-reply="question">
                if let Some(last) = last { { blocks(&last.reply, dispatch) } }
            </div>
        </>
    }
}
