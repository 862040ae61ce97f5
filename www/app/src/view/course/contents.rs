//! The contents: what the course is, how far the reader has come, and its chapters.

use web_sys::HtmlInputElement;
use yew::{Event, Html, MouseEvent, TargetCast as _, html};

use crate::edge::course as edge;
use crate::rules::course::contents::{Contents, Entry};
use crate::rules::course::{Course, CourseAction, Loaded};
use crate::view::stage::CourseDispatch as Dispatch;

/// Draws them.
pub(super) fn view(course: &Course, dispatch: &Dispatch) -> Html {
    let text = course.page.language.course();
    html! {
        <div class="contents">
            <h1 id="title" tabindex="-1">{ text.title }</h1>
            <p class="intro">{ text.intro }</p>
            { match &course.contents {
                Loaded::Coming => html! { <p class="coming" role="status">{ text.coming }</p> },
                Loaded::Failed(reasons) => html! { <p class="failed" role="alert">{ for reasons.iter().cloned() }</p> },
                Loaded::Here(contents) => chapters(course, contents),
            } }
            { keeping(course, dispatch) }
        </div>
    }
}

fn chapters(course: &Course, contents: &Contents) -> Html {
    let (text, language) = (course.page.language.course(), course.page.language);
    let is_solved = |entry: &Entry| course.progress.is_solved(&entry.name, entry.has_exercise);
    let solved = contents.chapters.iter().filter(|entry| is_solved(entry)).count();
    let all = contents.chapters.len();
    let chapter = |entry: &Entry| {
        let known = course.progress.of(&entry.name);
        let (class, sign, state) = match (is_solved(entry), known.question || known.exercise) {
            (true, _) => ("solved", "●", Some(text.is_solved)),
            (false, true) => ("begun", "◐", Some(text.is_begun)),
            (false, false) => ("", "○", None),
        };
        html! {
            <li {class} key={entry.name.clone()}>
                <a href={format!("learn/#{}", entry.name)}>
                    <span class="sign" aria-hidden="true">{ sign }</span>
                    <span class="name">
                        { entry.title(language).to_owned() }
                        if let Some(summary) = entry.summary(language) {
                            <span class="summary">{ summary.to_owned() }</span>
                        }
                    </span>
                    if let Some(state) = state { <span class="state">{ state }</span> }
                </a>
            </li>
        }
    };
    let next = course.next_to_do().map(|entry| {
        let label = if course.progress.is_empty() && course.progress.last.is_none() {
            text.begin.to_owned()
        } else {
            (text.go_on)(entry.title(language))
        };
        html! { <a class="loud" href={format!("learn/#{}", entry.name)}>{ label }</a> }
    });
    html! {
        <>
            <p class="progress">
                <progress max={all.to_string()} value={solved.to_string()} aria-label={(text.solved)(solved, all)}></progress>
                <span>{ (text.solved)(solved, all) }</span>
            </p>
            <p class="next">{ next.unwrap_or_else(|| html! { text.all_solved }) }</p>
            <nav aria-label={text.chapters}><ol class="chapters">{ for contents.chapters.iter().map(chapter) }</ol></nav>
        </>
    }
}

/// The progress as something that can be kept, taken elsewhere, and forgotten.
fn keeping(course: &Course, dispatch: &Dispatch) -> Html {
    let text = course.page.language.course();
    let on = |action: CourseAction| dispatch.reform(move |_: MouseEvent| action.clone());
    let dispatch = dispatch.clone();
    let onchange = move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        edge::read_progress(input.files(), dispatch.clone());
        // So that the same file can be opened again.
        input.set_value("");
    };
    html! {
        <div class="keeping">
            <button class="quiet" onclick={on(CourseAction::Export)}>{ text.export }</button>
            <label class="quiet file-choice">
                <input type="file" accept=".json,application/json" {onchange} />{ text.import }
            </label>
            if !course.progress.is_empty() {
                <button class="quiet" onclick={on(CourseAction::Clear { undo: false })}>{ text.clear }</button>
            }
            <p role="status">
                if course.cleared.is_some() {
                    { text.cleared }{ " " }
                    <button class="quiet" onclick={on(CourseAction::Clear { undo: true })}>{ text.undo }</button>
                }
                if let Some(reason) = &course.not_progress { { (text.not_progress)(reason) } }
            </p>
        </div>
    }
}
