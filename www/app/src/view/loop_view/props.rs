//! What the parts of the view share: what they are drawn from, and the buttons that lead from one to another.

use yew::{Callback, Html, MouseEvent, Properties, html};

use crate::rules::loop_view::labels::Labels;
use crate::rules::loop_view::{LoopAction, LoopView};
use crate::rules::run::Hold;
use crate::rules::stage::{StageId, Watch};
use crate::rules::text::Language;
use crate::rules::text::loop_view::LoopText;
use crate::view::stage::StageDispatch;

/// What the parts of the view need. Two of the same step are equal, and need not be drawn again.
#[derive(Clone, PartialEq, Properties)]
pub(in crate::view) struct ViewProps {
    /// The stage it belongs to.
    pub(in crate::view) stage: StageId,
    /// What is looked at.
    pub(in crate::view) view: LoopView,
    /// Whether a program is running, and whether it is held.
    pub(in crate::view) running: Option<Hold>,
    /// Whether a program runs, or is to as soon as there is an engine for it.
    pub(in crate::view) is_under_way: bool,
    /// What is to be known about it and the program in the editor.
    pub(in crate::view) remark: Option<String>,
    /// Whether the next runs' lines are recorded.
    pub(in crate::view) records_lines: bool,
    /// The page's language.
    pub(in crate::view) language: Language,
    /// Hears what the user does.
    pub(in crate::view) dispatch: StageDispatch,
}

impl ViewProps {
    /// The words of the view.
    pub(in crate::view) fn text(&self) -> &'static LoopText {
        &self.language.text().loop_view
    }

    /// What a press does.
    pub(in crate::view) fn on(&self, action: LoopAction) -> Callback<MouseEvent> {
        self.dispatch.reform(move |_| action.into())
    }

    /// Draws with the words for the step that is looked at.
    pub(super) fn with_labels<T>(&self, draw: impl FnOnce(Labels<'_>) -> T) -> T {
        let replay = self.view.trace.replay();
        draw(Labels { replay: &replay, state: &self.view.now().state, text: self.text() })
    }
}

/// A button that goes to a step and says so.
pub(in crate::view) fn to_step(props: &ViewProps, step: usize, content: Html) -> Html {
    button_to(props, step, LoopAction::GoTo(step), content)
}

/// The same, with more to do than to go there.
pub(super) fn button_to(props: &ViewProps, step: usize, action: LoopAction, content: Html) -> Html {
    let current = (props.view.step() == step).then_some("step");
    html! {
        <button class="to-step" aria-current={current} title={(props.text().go_to_step)(step)}
            onclick={props.on(action)}>{ content }</button>
    }
}

/// A button that goes to a line of the program.
pub(super) fn to_line(props: &ViewProps, line: u32) -> Html {
    let onclick = props.dispatch.reform(move |_: MouseEvent| Watch::LineChosen(line).into());
    html! { <button class="to-line" {onclick}>{ (props.text().line)(line) }</button> }
}

/// Says that a list goes on.
pub(super) fn more(props: &ViewProps, count: usize) -> Html {
    if count == 0 {
        return html! {};
    }
    html! { <li class="more">{ (props.text().more)(count) }</li> }
}
