//! What a future fails with.
//!
//! In Python anything may be raised that derives from `BaseException`. Here it is an [`Exception`]: the few
//! that asyncio itself raises by name, and [`Exception::Error`] for every error of the program's. It is cheap
//! to clone, because a failed future hands its exception to everybody who asks.

use std::error::Error;
use std::fmt;
use std::rc::Rc;

/// Why there is no result.
///
/// Every [`std::error::Error`] becomes one through `?`. For that to be possible it is not such an error itself
/// (as in the crate `anyhow`, and for the same reason); it turns into a `Box<dyn Error>` through `?` as well.
///
/// ```
/// use asyncio101::Exception;
///
/// fn parse(text: &str) -> Result<u8, Exception> {
///     Ok(text.parse()?)
/// }
///
/// let exception = parse("300").unwrap_err();
/// assert_eq!(exception.to_string(), "number too large to fit in target type");
/// assert!(exception.downcast_ref::<std::num::ParseIntError>().is_some());
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub enum Exception {
    /// [`CancelledError`](https://docs.python.org/3/library/asyncio-exceptions.html#asyncio.CancelledError),
    /// with the message `cancel` was given.
    Cancelled(Option<Rc<str>>),
    /// [`InvalidStateError`](https://docs.python.org/3/library/asyncio-exceptions.html#asyncio.InvalidStateError):
    /// a future was asked for what it does not have yet, or given what it has already.
    InvalidState(&'static str),
    /// `RuntimeError`: a loop, a future or a task was used in a way that cannot work.
    Runtime(Rc<str>),
    /// An error of the program's, or of the machine it runs on.
    Error(Rc<dyn Error>),
}

impl Exception {
    /// A `RuntimeError` that says `message`.
    #[must_use]
    pub fn runtime(message: impl Into<Rc<str>>) -> Self {
        Self::Runtime(message.into())
    }

    /// Whether this is a `CancelledError`.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        matches!(self, Self::Cancelled(_))
    }

    /// The error of the program's, if it is one of type `E`.
    #[must_use]
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        match self {
            Self::Error(error) => error.downcast_ref(),
            _ => None,
        }
    }

    /// The error of a loop that was closed.
    pub(crate) fn loop_is_closed() -> Self {
        Self::runtime("Event loop is closed")
    }
}

/// Says what `str(exception)` says in Python, where that says anything; a cancellation without a message
/// gives its name.
impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled(None) => f.write_str("CancelledError"),
            Self::Cancelled(Some(message)) | Self::Runtime(message) => f.write_str(message),
            Self::InvalidState(message) => f.write_str(message),
            Self::Error(error) => error.fmt(f),
        }
    }
}

/// Says what `repr(exception)` says in Python, with the name asyncio has for it.
impl fmt::Debug for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled(None) => f.write_str("CancelledError()"),
            Self::Cancelled(Some(message)) => write!(f, "CancelledError({message:?})"),
            Self::InvalidState(message) => write!(f, "InvalidStateError({message:?})"),
            Self::Runtime(message) => write!(f, "RuntimeError({message:?})"),
            Self::Error(error) => error.fmt(f),
        }
    }
}

/// Two exceptions are equal if they are the same one: the same error object, or the same words of asyncio's.
impl PartialEq for Exception {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Cancelled(one), Self::Cancelled(other)) => one == other,
            (Self::InvalidState(one), Self::InvalidState(other)) => one == other,
            (Self::Runtime(one), Self::Runtime(other)) => one == other,
            (Self::Error(one), Self::Error(other)) => Rc::ptr_eq(one, other),
            _ => false,
        }
    }
}

impl<E: Error + 'static> From<E> for Exception {
    fn from(error: E) -> Self {
        Self::Error(Rc::new(error))
    }
}

impl From<Exception> for Box<dyn Error> {
    fn from(exception: Exception) -> Self {
        /// The exception as an error, which [`Exception`] itself must not be.
        struct Raised(Exception);

        impl fmt::Display for Raised {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for Raised {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl Error for Raised {
            fn source(&self) -> Option<&(dyn Error + 'static)> {
                match &self.0 {
                    Exception::Error(error) => error.source(),
                    _ => None,
                }
            }
        }

        Box::new(Raised(exception))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_becomes_an_error_and_keeps_its_words() {
        let error: Box<dyn Error> = Exception::runtime("no running event loop").into();
        assert_eq!(error.to_string(), "no running event loop");
        assert_eq!(format!("{error:?}"), "RuntimeError(\"no running event loop\")");
    }

    #[test]
    fn a_clone_of_an_exception_is_the_same_exception() {
        let exception = Exception::from(std::io::Error::other("disk on fire"));
        assert_eq!(exception.clone(), exception);
        assert_ne!(exception, Exception::from(std::io::Error::other("disk on fire")));
    }
}
