//! A state that is drawn, and what a browser still has to do about it.

use std::cell::RefCell;
use std::rc::Rc;

use yew::Reducible;

/// Something that changes by what happens, and says what a browser has to do then.
pub(super) trait Rules: Clone + 'static {
    /// What can happen.
    type Action: 'static;
    /// What a browser has to do.
    type Effect: 'static;

    /// Changes it.
    fn change(&mut self, action: Self::Action) -> Vec<Self::Effect>;
}

/// The state that is on screen, or about to be.
pub(super) struct Drawn<R: Rules> {
    /// The state.
    pub(super) state: R,
    /// Filled by the reducer, emptied after the state has been drawn.
    outbox: Rc<RefCell<Vec<R::Effect>>>,
}

impl<R: Rules> Drawn<R> {
    /// A state as it is at first.
    pub(super) fn new(state: R) -> Drawn<R> {
        Drawn { state, outbox: Rc::default() }
    }

    /// The same, and what is due at once.
    pub(super) fn with(state: R, due: Vec<R::Effect>) -> Drawn<R> {
        Drawn { state, outbox: Rc::new(RefCell::new(due)) }
    }

    /// What is due now that the state is on screen.
    pub(super) fn due(&self) -> Vec<R::Effect> {
        self.outbox.take()
    }
}

impl<R: Rules> Reducible for Drawn<R> {
    type Action = R::Action;

    fn reduce(self: Rc<Self>, action: R::Action) -> Rc<Self> {
        let mut state = self.state.clone();
        self.outbox.borrow_mut().extend(state.change(action));
        Rc::new(Drawn { state, outbox: self.outbox.clone() })
    }
}
