//! Why there is nothing to see.

use asyncio101::trace::format::FormatError;

/// Why there is nothing to see.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// Nothing was asked for.
    Nothing,
    /// It could not be fetched.
    NotFetched {
        /// What.
        address: String,
        /// Why.
        reason: String,
    },
    /// It is no trace.
    NoTrace {
        /// Its name.
        name: String,
        /// Why.
        error: FormatError,
    },
}
