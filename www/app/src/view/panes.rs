//! The switch between panes, for windows too small to show them all.

use yew::{Html, MouseEvent, html};

use super::stage::Dispatch;
use crate::rules::page::{Action, State};
use crate::rules::pane::Pane;

/// Draws the switch. The style sheet hides it, or the part of it that a medium window has no use for.
pub(super) fn view(state: &State, dispatch: &Dispatch) -> Html {
    let text = state.text();
    let found = state.playground().loop_view.found();
    let button = |pane: Pane| {
        let onclick = dispatch.reform(move |_: MouseEvent| Action::PaneChosen(pane));
        html! {
            <button key={pane.name()} data-for={pane.name()} aria-current={(state.pane == pane).then_some("true")} {onclick}>
                { pane.label(text) }
                if pane == Pane::Loop && found > 0 {
                    { " " }
                    <span class="found" aria-label={(text.found)(found)} role="img">{ found }</span>
                }
            </button>
        }
    };
    html! { <nav class="panes" aria-label={text.panes}>{ for Pane::ALL.into_iter().map(button) }</nav> }
}
