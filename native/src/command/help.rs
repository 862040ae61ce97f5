//! The help of the commands that have one of their own.

use super::arguments::Topic;
use super::exit::Exit;
use super::{chapter, embed, still, tell, trace};

/// Prints what one of the commands understands.
pub fn help_of(topic: Topic) -> Exit {
    tell(match topic {
        Topic::Explain => trace::HELP_OF_EXPLAIN,
        Topic::Order => trace::HELP_OF_ORDER,
        Topic::Pstree => trace::HELP_OF_PSTREE,
        Topic::Still => still::HELP,
        Topic::Embed => embed::HELP,
        Topic::Chapter => chapter::HELP,
    })
}
