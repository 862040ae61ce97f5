//! The exercise of a chapter.

use asyncio101_course::Exercise;
use asyncio101_messages::Verdict;
use yew::{AttrValue, Callback, Html, MouseEvent, html};

use super::ordering::Lines;
use super::words::blocks;
use crate::rules::course::chapter::{Chapter, ChapterAction};
use crate::rules::course::written::{Help, Parsons, Written};
use crate::rules::course::{Course, CourseAction, EXERCISE};
use crate::rules::page::Action;
use crate::rules::stage::{Live, LiveAction, StageAction};
use crate::rules::text::course::CourseText;
use crate::rules::traceback;
use crate::view::code::Editor;
use crate::view::console;
use crate::view::header::{pressed, run_button};
use crate::view::stage::{CourseDispatch as Dispatch, StageDispatch};

/// Draws it.
pub(super) fn view(course: &Course, open: &Chapter, dispatch: &Dispatch) -> Html {
    let text = course.page.language.course();
    let (Some(exercise), Some(written)) = (&open.text.exercise, &open.written) else { return html! {} };
    let Some(live) = course.stage(EXERCISE).live() else { return html! {} };
    html! {
        <section class="part exercise" aria-labelledby="exercise">
            <div class="told">
                <h2 id="exercise">{ text.exercise }</h2>
                { blocks(&exercise.words, dispatch) }
                if written.was_solved && written.verdict.is_none() {
                    <p class="hint">{ text.was_solved }</p>
                }
                { reply(text, exercise, written, live, dispatch) }
                if written.was_solved && !open.question.is_solved() {
                    <p class="hint">{ text.question_is_left }</p>
                }
                { help(course, exercise, written, dispatch) }
            </div>
            <div class="beside">{ stage(course, live, dispatch) }</div>
        </section>
    }
}

/// What the latest check has found out.
fn reply(
    text: &CourseText,
    exercise: &Exercise,
    written: &Written,
    live: &Live,
    dispatch: &Dispatch,
) -> Html {
    let class = match &written.verdict {
        Some(Verdict::Passed) => "reply good",
        Some(_) => "reply bad",
        None => "reply",
    };
    let of_the_page = |words: String| html! { <p>{ words }</p> };
    let words = match &written.verdict {
        _ if live.is_checking() => of_the_page(text.checking.to_owned()),
        None => html! {},
        Some(Verdict::Passed) => {
            html! { <><p class="verdict">{ text.passed }</p>{ blocks(&exercise.done, dispatch) }</> }
        }
        Some(Verdict::Failed { id, .. }) => match written.message(exercise) {
            Some(words) => html! { <><p class="verdict">{ text.not_yet }</p>{ blocks(&words, dispatch) }</> },
            None => of_the_page((text.no_message)(id)),
        },
        Some(verdict) => of_the_page(text.verdict(verdict)),
    };
    html! { <div {class} role="status" data-reply="written">{ words }</div> }
}

/// The hints so far, and what the reader can be helped with next.
fn help(course: &Course, exercise: &Exercise, written: &Written, dispatch: &Dispatch) -> Html {
    let text = course.page.language.course();
    let on =
        |action: ChapterAction| dispatch.reform(move |_: MouseEvent| CourseAction::Chapter(action.clone()));
    let hint = |(at, hint): (usize, &Vec<asyncio101_course::Block>)| {
        html! { <li><h3>{ (text.hint)(at + 1, written.all_hints) }</h3>{ blocks(hint, dispatch) }</li> }
    };
    let next = written.help().map(|help| match help {
        Help::Hint(at, of) => ((text.hint)(at, of), ChapterAction::Hint),
        Help::Parsons => (text.parsons.to_owned(), ChapterAction::Parsons),
        Help::Solution => (text.solution.to_owned(), ChapterAction::ShowSolution),
    });
    html! {
        <div class="help" data-reply="help">
            if written.hints > 0 {
                <ol class="hints">{ for exercise.hints.iter().take(written.hints).enumerate().map(hint) }</ol>
            }
            if let Some(found) = &written.parsons { { parsons(course, found, dispatch) } }
            if let (true, Some(solution)) = (written.shows_solution, &written.solution) {
                <pre class="excerpt" tabindex="0" lang=""><code>{ solution.trim_end().to_owned() }</code></pre>
                <p class="buttons">
                    <button class="quiet" onclick={dispatch.reform(|_: MouseEvent| CourseAction::UseSolution)}>{ text.use_solution }</button>
                </p>
            }
            if let Some((label, action)) = next {
                <p class="buttons"><button class="quiet" onclick={on(action)}>{ label }</button></p>
            }
        </div>
    }
}

/// The lines of a solution, to put in order.
fn parsons(course: &Course, parsons: &Parsons, dispatch: &Dispatch) -> Html {
    let (text, language) = (course.page.language.course(), course.page.language);
    let onshift: Callback<(usize, usize)> =
        dispatch.reform(|(from, to)| CourseAction::Chapter(ChapterAction::ShiftParsons { from, to }));
    let judge = dispatch.reform(|_: MouseEvent| CourseAction::Chapter(ChapterAction::JudgeParsons));
    let is_right = parsons.found == Some(Ok(()));
    let (class, reply) = match parsons.found {
        None => ("reply", String::new()),
        Some(Ok(())) => ("reply good", text.parsons_right.to_owned()),
        Some(Err(at)) => ("reply bad", (text.parsons_wrong)(at + 1)),
    };
    let about = parsons.found.and_then(Result::err).map(|at| parsons.ordering.order[at]);
    html! {
        <div class="parsons">
            <p>{ text.parsons_words }</p>
            <Lines name="parsons" ordering={parsons.ordering.clone()} about={about.into_iter().collect::<Vec<_>>()} is_fixed={is_right} {language} {onshift} />
            if !is_right {
                <p class="buttons"><button class="quiet" onclick={judge}>{ text.judge }</button></p>
            }
            <p {class} role="status">{ reply }</p>
        </div>
    }
}

/// The editor and what the program prints.
fn stage(course: &Course, live: &Live, dispatch: &Dispatch) -> Html {
    let (words, text) = (course.page.text(), course.page.language.course());
    let to_stage: StageDispatch =
        dispatch.reform(|action: StageAction| CourseAction::Page(Action::Stage(EXERCISE, action)));
    let act = pressed(live);
    let run = to_stage.reform(move |_: MouseEvent| act.clone().into());
    let reset = to_stage.reform(|_: MouseEvent| LiveAction::Reset.into());
    let is_own = live.opened.is_own();
    let link = format!("./{}", live.link().fragment());
    // Another chapter has another editor, with a history of its own.
    let key = course.place.key().to_owned();
    html! {
        <div class="embed" data-stage={EXERCISE.to_string()}>
            <div class="bar">
                <p class="name">{ traceback::PROGRAM }</p>
                if is_own {
                    <a class="quiet away" href={link} target="_blank" rel="noopener">{ text.own_link }</a>
                    <button class="quiet" title={text.start_over_hint} onclick={reset}>{ text.start_over }</button>
                }
                { run_button(words, live, None, run) }
                <button class="loud check" onclick={dispatch.reform(|_: MouseEvent| CourseAction::Check)}
                    aria-disabled={(!live.can_run()).then_some("true")}>{ text.check }</button>
            </div>
            <div class="parts">
                <section class="pane code" role="group" data-region="code" aria-label={words.code}>
                    <Editor {key} label={words.code} program={AttrValue::from(live.opened.program().to_owned())} dispatch={to_stage.clone()} />
                </section>
                <section class="pane console" role="group" data-region="console" aria-label={words.console}>
                    <p class="label" aria-hidden="true">{ words.console }</p>
                    { console::output(EXERCISE, live, None, course.page.language, &to_stage) }
                </section>
            </div>
            <p id="editor-hint" class="hint">{ words.editor_hint }</p>
        </div>
    }
}
