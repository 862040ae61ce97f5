//! What comes from outside the tab, as sources that a loop watches: WebSockets, and whatever else the browser has events of.
//!
//! Nothing calls into WebAssembly while a run is suspended: JavaScript notes down what has happened and ends the wait under
//! way (`tell` in `host/outside.js`); then the [selector](crate::selector) asks here what is ready. So all there is to a source
//! is a number, and a function that says what could be done with it now.
//!
//! Only the real clock waits for the world: a virtual one would jump over whatever it takes.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use asyncio101::selector::{Interest, Source};

type Readiness = Rc<dyn Fn() -> Interest>;

thread_local! {
    /// The sources of this run.
    static SOURCES: RefCell<BTreeMap<Source, Readiness>> = const { RefCell::new(BTreeMap::new()) };
    static NEXT: Cell<u64> = const { Cell::new(Source::FIRST_OUTSIDE.0) };
}

/// Forgets all sources: those of the run that is over.
pub(crate) fn begin() {
    SOURCES.take();
    NEXT.set(Source::FIRST_OUTSIDE.0);
}

/// A number for a source to come.
pub(crate) fn number() -> Source {
    let number = NEXT.get();
    NEXT.set(number + 1);
    Source(number)
}

/// From now on there is this source. `readiness` is asked whenever a loop is about to wait and has waited; it is to be quick,
/// and to use no sources.
pub(crate) fn add(source: Source, readiness: impl Fn() -> Interest + 'static) {
    SOURCES.with_borrow_mut(|sources| sources.insert(source, Rc::new(readiness)));
}

/// There is no such source any more.
pub(crate) fn remove(source: Source) {
    SOURCES.with_borrow_mut(|sources| sources.remove(&source));
}

/// What could be done with a source now without waiting; `None` if there is none of that number.
pub(crate) fn readiness(source: Source) -> Option<Interest> {
    // Asked outside the borrow.
    let readiness = SOURCES.with_borrow(|sources| sources.get(&source).cloned())?;
    Some(readiness())
}
