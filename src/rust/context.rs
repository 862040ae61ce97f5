//! Variables that follow the flow of control instead of the call stack: `contextvars` for Rust.
//!
//! A callback runs in a copy of the context it was scheduled in, and a task in a copy of the one it was made
//! in, so a value set in one task is not seen in another. ([PEP 567](https://peps.python.org/pep-0567/))
//!
//! A context is a shared, immutable map and a mark that says who may change it. Copying shares the map, in
//! O(1); setting a variable in a map that is shared copies the map first, in O(number of variables set).

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Values by the number of their variable; `None` is the empty map.
type Values = Option<Rc<BTreeMap<u64, Rc<dyn Any>>>>;

thread_local! {
    /// The context that code on this thread runs in; `None` while nobody has entered one, or set a variable.
    static CURRENT: RefCell<Option<Context>> = const { RefCell::new(None) };
}

/// The values some variables have, for the code that runs in it.
///
/// ```
/// use asyncio101::{Context, ContextVar};
///
/// let depth = ContextVar::with_default("depth", 0);
/// let context = Context::copy_current();
/// context.run(|| depth.set(depth.get().unwrap() + 1));
/// assert_eq!(depth.get(), Some(0));
/// assert_eq!(context.run(|| depth.get()), Some(1));
/// ```
///
/// A clone is the same context; a [`copy`](Context::copy) is another one.
#[derive(Clone, Default)]
pub struct Context {
    shared: Rc<Shared>,
}

#[derive(Default)]
struct Shared {
    values: RefCell<Values>,
    /// Whether somebody runs in it. A context can be entered only once at a time.
    entered: Cell<bool>,
}

impl Context {
    /// An empty context: every variable has its default.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A copy of the context this code runs in, in O(1): `copy_context()`.
    #[must_use]
    pub fn copy_current() -> Self {
        CURRENT.with_borrow(|current| current.as_ref().map(Self::copy)).unwrap_or_default()
    }

    /// The context this code runs in.
    pub(super) fn current() -> Self {
        CURRENT.with_borrow_mut(|current| current.get_or_insert_default().clone())
    }

    /// A context with the same values, in O(1).
    #[must_use]
    pub fn copy(&self) -> Self {
        let values = self.shared.values.borrow().clone();
        Self { shared: Rc::new(Shared { values: RefCell::new(values), entered: Cell::new(false) }) }
    }

    /// Runs `function` in this context. What it sets stays set in here, and is not seen outside.
    ///
    /// # Panics
    ///
    /// If somebody runs in this context already.
    pub fn run<R>(&self, function: impl FnOnce() -> R) -> R {
        assert!(!self.shared.entered.replace(true), "cannot enter context: it is already entered");
        let outer = CURRENT.replace(Some(self.clone()));
        let _leave = Leave { inner: self, outer };
        function()
    }
}

/// Leaves a context when it is dropped, also while a panic passes.
struct Leave<'a> {
    inner: &'a Context,
    outer: Option<Context>,
}

impl Drop for Leave<'_> {
    #[inline]
    fn drop(&mut self) {
        // The inner context outlives the borrow of `CURRENT`: values in it are the program's, and their destructors may
        // read variables.
        let _inner = CURRENT.replace(self.outer.take());
        self.inner.shared.entered.set(false);
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.shared.values.borrow().as_ref().map_or(0, |values| values.len());
        f.debug_struct("Context").field("values", &values).finish_non_exhaustive()
    }
}

/// A variable whose value depends on the context it is read in.
///
/// ([`contextvars.ContextVar`](https://docs.python.org/3/library/contextvars.html#contextvars.ContextVar))
pub struct ContextVar<T> {
    id: u64,
    name: &'static str,
    default: Option<T>,
    /// It stands for values of `T`, it does not own them.
    values: PhantomData<fn() -> T>,
}

/// The value a variable had before it was set, for [`ContextVar::reset`].
#[must_use = "it is only good for ContextVar::reset"]
pub struct Token<T> {
    variable: u64,
    old: Option<Rc<dyn Any>>,
    values: PhantomData<fn() -> T>,
}

impl<T: Clone + 'static> ContextVar<T> {
    /// A variable that has no value until it is set. The name is for people.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let id = LAST.fetch_add(1, Ordering::Relaxed);
        Self { id, name, default: None, values: PhantomData }
    }

    /// A variable that is `default` wherever it was not set.
    #[must_use]
    pub fn with_default(name: &'static str, default: T) -> Self {
        Self { default: Some(default), ..Self::new(name) }
    }

    /// What it was called.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its value in the context this code runs in, or its default; `None` (Python's `LookupError`) if it has
    /// neither.
    #[must_use]
    pub fn get(&self) -> Option<T> {
        let value = CURRENT.with_borrow(|context| {
            context.as_ref()?.shared.values.borrow().as_ref().and_then(|values| values.get(&self.id).cloned())
        });
        // The program's `clone` runs after the borrows have ended.
        value.and_then(|value| value.downcast_ref::<T>().cloned()).or_else(|| self.default.clone())
    }

    /// Sets it in the context this code runs in.
    pub fn set(&self, value: T) -> Token<T> {
        let old = change(|values| values.insert(self.id, Rc::new(value)));
        Token { variable: self.id, old, values: PhantomData }
    }

    /// Gives it back the value it had before the [`set`](ContextVar::set) that gave this token.
    ///
    /// # Panics
    ///
    /// If the token is another variable's.
    pub fn reset(&self, token: Token<T>) {
        assert_eq!(token.variable, self.id, "the token was made by another ContextVar than {:?}", self.name);
        let _replaced = change(|values| match token.old {
            Some(old) => values.insert(self.id, old),
            None => values.remove(&self.id),
        });
    }
}

impl<T> fmt::Debug for ContextVar<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContextVar").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Changes the values of the current context, in a map of its own.
fn change<R>(change: impl FnOnce(&mut BTreeMap<u64, Rc<dyn Any>>) -> R) -> R {
    let context = Context::current();
    let mut values = context.shared.values.borrow_mut();
    change(Rc::make_mut(values.get_or_insert_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_the_values_of_the_moment() {
        let user = ContextVar::new("user");
        let before = Context::copy_current();
        let _ = user.set("ada");
        let after = Context::copy_current();
        let _ = user.set("grace");
        assert_eq!(
            [before.run(|| user.get()), after.run(|| user.get()), user.get()],
            [None, Some("ada"), Some("grace")]
        );
    }

    #[test]
    fn reset_gives_back_the_old_value_or_none() {
        let user = ContextVar::new("user");
        let first = user.set(1);
        let second = user.set(2);
        user.reset(second);
        assert_eq!(user.get(), Some(1));
        user.reset(first);
        assert_eq!(user.get(), None);
    }

    #[test]
    fn a_context_that_is_entered_can_be_copied_with_what_was_set_in_it() {
        let user = ContextVar::new("user");
        let outer = Context::new();
        outer.run(|| {
            let _ = user.set(1);
            Context::new().run(|| assert_eq!(outer.copy().run(|| user.get()), Some(1)));
        });
    }

    #[test]
    #[should_panic(expected = "already entered")]
    fn a_context_cannot_be_entered_twice() {
        let context = Context::new();
        context.run(|| context.run(|| ()));
    }

    #[test]
    fn a_panic_leaves_the_context() {
        let user = ContextVar::new("user");
        let context = Context::new();
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            context.run(|| {
                let _ = user.set(1);
                panic!("on purpose");
            });
        }));
        assert_eq!((user.get(), context.run(|| user.get())), (None, Some(1)));
    }
}
