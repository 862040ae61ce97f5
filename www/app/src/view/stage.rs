//! What the parts of a page and of a live stage need to be drawn.

use std::rc::Rc;

use yew::{AttrValue, Callback, MouseEvent};

use crate::rules::course::CourseAction;
use crate::rules::embed::EmbedAction;
use crate::rules::page::{Action, State};
use crate::rules::stage::{Live, Stage, StageAction, StageId};
use crate::rules::text::Text;

/// How a part of the page says what the user did.
pub(super) type Dispatch = Callback<Action>;

/// How a part of a stage says what the user did.
pub(super) type StageDispatch = Callback<StageAction>;

/// How a part of a page inside another says what the user did.
pub(super) type EmbedDispatch = Callback<EmbedAction>;

/// How a part of the course says what the reader did.
pub(super) type CourseDispatch = Callback<CourseAction>;

/// Says it of this stage.
pub(super) fn dispatch_of(id: StageId, dispatch: &Dispatch) -> StageDispatch {
    dispatch.reform(move |action| Action::Stage(id, action))
}

/// A live stage of a page.
#[derive(Clone, Copy)]
pub(super) struct OnStage<'a> {
    /// The page.
    pub(super) page: &'a State,
    /// The stage's name.
    pub(super) id: StageId,
    /// The stage.
    pub(super) live: &'a Live,
    /// Hears what the user does with it.
    pub(super) dispatch: &'a StageDispatch,
}

impl OnStage<'_> {
    /// The words of the page's language.
    pub(super) fn text(&self) -> &'static Text {
        self.page.text()
    }

    /// The stage, for a part that keeps it.
    pub(super) fn shared(&self) -> Rc<Stage> {
        self.page.shared(self.id).expect("it is on the page")
    }

    /// What a press does.
    pub(super) fn on(&self, action: impl Into<StageAction>) -> Callback<MouseEvent> {
        let action = action.into();
        self.dispatch.reform(move |_| action.clone())
    }
}

/// The name of an element that each stage has one of.
pub(super) fn element_id(name: &str, stage: StageId) -> AttrValue {
    format!("{name}-{stage}").into()
}
