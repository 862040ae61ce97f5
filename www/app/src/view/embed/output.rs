//! What the program printed: up to the step that is looked at, and faintly what is still to come.

use yew::{Html, html};

use crate::rules::embed::{Embed, STAGE};
use crate::rules::stage::{Live, Stage};
use crate::view::console;
use crate::view::loop_view::props::ViewProps;
use crate::view::stage::StageDispatch;

/// Draws the output.
pub(super) fn view(embed: &Embed, props: &ViewProps, dispatch: &StageDispatch) -> Html {
    let text = embed.page.text();
    html! {
        <section class="pane console" data-region="console" aria-label={text.console}>
            if let Stage::Live(live) = embed.stage() {
                { console::output(STAGE, live, place_in(live), embed.page.language, dispatch) }
            } else {
                { console::recorded(text, props) }
            }
        </section>
    }
}

/// The step up to which a run has printed for its reader: once it is over, the one that is looked at.
fn place_in(live: &Live) -> Option<usize> {
    let view = &live.loop_view;
    (live.can_run() && !view.trace.is_empty() && !view.follows()).then(|| view.step())
}
