//! The list of programs.

use yew::{Callback, Html, MouseEvent, html};

use super::stage::Dispatch;
use crate::rules::address;
use crate::rules::examples::{self, Example, Group};
use crate::rules::opened::Origin;
use crate::rules::page::{Action, State};
use crate::rules::pane::Pane;
use crate::rules::shelf::{Kept, OwnId};

/// Draws the list. Its entries are links, so that a program has an address that can be kept and sent.
pub(super) fn view(state: &State, dispatch: &Dispatch) -> Html {
    let text = state.text();
    let shown = dispatch.reform(|_: MouseEvent| Action::PaneChosen(Pane::Code));
    let entry = |example: &'static Example| {
        let current = (state.playground().opened.example() == Some(example)).then_some("true");
        html! {
            <li key={example.id}>
                <a href={address::of_example(example)} aria-current={current} onclick={shown.clone()}>
                    if let Some(chapter) = example.chapter {
                        <span class="number">{ chapter.number }<span class="unseen">{ " · " }</span></span>
                    }
                    <span class="name">
                        { example.title.in_language(state.language) }
                        if state.is_edited(example) {
                            <span class="edited" title={text.edited}><span class="unseen">{ format!(" ({})", text.edited) }</span></span>
                        }
                    </span>
                    <span class="summary">{ example.summary.in_language(state.language) }</span>
                </a>
            </li>
        }
    };
    let begin = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.emit(Action::Begin);
            dispatch.emit(Action::PaneChosen(Pane::Code));
        })
    };
    let untitled = Origin::Begun(OwnId(0), "".into()).title(state.language);
    let own = |(id, kept): (OwnId, &Kept)| {
        let current = (state.playground().opened.begun() == Some(id)).then_some("true");
        html! {
            <li key={id.0}>
                <a href={id.address()} aria-current={current} onclick={shown.clone()}>
                    <span class="name">{ kept.title.as_deref().unwrap_or(untitled).to_owned() }</span>
                    <span class="summary">{ kept.first_line() }</span>
                </a>
            </li>
        }
    };
    let group = |group: &'static Group| {
        html! {
            <section key={group.id} class={group.id}>
                <h2>{ group.title.in_language(state.language) }</h2>
                <ul>{ for group.examples.iter().map(entry) }</ul>
            </section>
        }
    };
    html! {
        <nav class="pane examples" data-region="examples" aria-label={text.examples}>
            <p key="course" class="invitation"><a href="learn/">{ text.course_invitation }</a></p>
            <section key="own">
                <h2>{ text.own }</h2>
                <ul>{ for state.shelf.all().map(own) }</ul>
                <button class="quiet begin" onclick={begin}>{ "+ " }{ text.begin }</button>
            </section>
            { for examples::GROUPS.iter().map(group) }
        </nav>
    }
}
