//! Collections that a call is given instead of what is in them.

use super::{Call, Source};
use crate::replay::fact::Collection;

impl Source<'_> {
    /// What is written in these brackets; `None` for what a star would make something else of: the keys of a dictionary.
    pub(in crate::replay::advice) fn collection(&self, open: usize) -> Option<Collection> {
        let close = self.mates[open]?;
        let is_of_dictionary =
            |at: &usize| self.around[*at] == Some(open) && matches!(self.word(*at), ":" | "**");
        match self.word(open) {
            "[" => Some(Collection::List),
            "(" => Some(Collection::Tuple),
            "{" => (!(open + 1..close).any(|at| is_of_dictionary(&at))).then_some(Collection::Set),
            _ => None,
        }
    }

    /// Whether a collection, which begins with this bracket, is all that a call is given by its place.
    pub(in crate::replay::advice) fn is_only_argument(&self, open: usize, call: Call) -> bool {
        let behind = self.mates[open].map_or(call.close, |close| close + 1);
        let is_alone = behind == call.close || self.word(behind) == "," && self.word(behind + 2) == "=";
        open == call.name + 2 && is_alone
    }

    /// A call with a star before its first argument.
    pub(in crate::replay::advice) fn with_star(&self, call: Call) -> String {
        let open = format!("{}(", self.word(call.name));
        self.call_text(call).replacen(&open, &format!("{open}*"), 1)
    }
}
