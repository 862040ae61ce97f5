//! A chapter: words beside a stage, the question, the exercise, and the way on.

use yew::{Html, html};

use super::words::{blocks, line};
use super::{exercise, look, question};
use crate::rules::course::chapter::Chapter;
use crate::rules::course::{Course, Loaded};
use crate::view::stage::CourseDispatch as Dispatch;

/// Draws it, as far as it has come.
pub(super) fn view(course: &Course, dispatch: &Dispatch) -> Html {
    let text = course.page.language.course();
    match &course.open {
        Loaded::Coming => html! { <p class="coming" role="status">{ text.coming }</p> },
        Loaded::Failed(reasons) => {
            let reason = |reason: &String| html! { <li>{ reason.clone() }</li> };
            html! {
                <div class="failed" role="alert">
                    <p>{ text.failed }</p>
                    <ul>{ for reasons.iter().map(reason) }</ul>
                </div>
            }
        }
        Loaded::Here(open) => whole(course, open, dispatch),
    }
}

fn whole(course: &Course, open: &Chapter, dispatch: &Dispatch) -> Html {
    let text = course.page.language.course();
    let chapter = &open.text;
    html! {
        <article class="chapter" lang={chapter.language} key={course.place.key().to_owned()}>
            <section class="part words" aria-labelledby="title">
                <div class="told">
                    <h1 id="title" tabindex="-1">{ line(&chapter.title, dispatch) }</h1>
                    { blocks(&chapter.words, dispatch) }
                    <div class="look">
                        <h2>{ text.look }</h2>
                        { blocks(&chapter.look, dispatch) }
                    </div>
                </div>
                <div class="beside" role="region" aria-label={text.program}>{ look::view(course, open, dispatch) }</div>
            </section>
            { question::view(course, open, dispatch) }
            { exercise::view(course, open, dispatch) }
            { ways(course, open) }
        </article>
    }
}

/// To the chapters before and after this one. The way on is loud once this one is solved.
fn ways(course: &Course, open: &Chapter) -> Html {
    let text = course.page.language.course();
    let is_solved = course.progress.is_solved(course.place.key(), open.written.is_some());
    let way = |backwards: bool, label: &'static str, class: &'static str| {
        course.neighbour(backwards).map(|(name, title)| {
            html! {
                <a {class} href={format!("learn/#{name}")} rel={if backwards { "prev" } else { "next" }}>
                    <span class="which">{ label }</span><span class="title">{ title.to_owned() }</span>
                </a>
            }
        })
    };
    html! {
        <nav class="ways" aria-label={text.chapters}>
            { way(true, text.previous, "way back").unwrap_or_default() }
            { way(false, text.next, if is_solved { "way on loud" } else { "way on" }).unwrap_or_else(|| html! {
                <a class="way on" href="learn/#"><span class="which">{ text.contents }</span></a>
            }) }
        </nav>
    }
}
