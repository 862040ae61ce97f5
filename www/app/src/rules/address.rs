//! What the page's address asks for: the part behind its `#`, read and written.
//!
//! | address | asks for |
//! | --- | --- |
//! | `#example=ID` | an example, also by a name that it, or what it took the place of, had once |
//! | `#example=ID&clock=virtual` | it, on the virtual clock |
//! | `#own=N` | a program of the reader's own (`shelf.rs`) |
//! | `#v1.…` | the run that the link holds (`link.rs`) |
//! | anything else | nothing in particular |

use super::examples::{self, Example};
use super::link::Link;
use super::shelf::{self, OwnId};

/// What an example's address begins with.
const EXAMPLE: &str = "example=";

/// What an example's address ends with if it is to run on the virtual clock.
const VIRTUAL: &str = "&clock=virtual";

/// What a page's address asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Address {
    /// Nothing in particular.
    Plain,
    /// An example there is.
    Example(&'static Example),
    /// An example there is, on the virtual clock.
    OnVirtualClock(&'static Example),
    /// An example there is not, by the name the address gave it.
    Unknown(String),
    /// A program of the reader's own.
    Own(OwnId),
    /// The run that the link holds.
    Link(Link),
    /// A link that holds a run, and cannot be read.
    Unreadable,
}

impl Address {
    /// Reads a fragment, with or without its `#`.
    pub fn read(fragment: &str) -> Address {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        if let Some(link) = Link::read(fragment) {
            return link.map_or(Address::Unreadable, Address::Link);
        }
        if let Some(id) = fragment.strip_prefix(shelf::ADDRESS).and_then(|id| id.parse().ok()) {
            return Address::Own(OwnId(id));
        }
        let Some(id) = fragment.strip_prefix(EXAMPLE) else { return Address::Plain };
        let (id, found): (&str, fn(&'static Example) -> Address) = match id.strip_suffix(VIRTUAL) {
            Some(id) => (id, Address::OnVirtualClock),
            None => (id, Address::Example),
        };
        examples::find(id).map_or_else(|| Address::Unknown(id.to_owned()), found)
    }
}

/// The fragment that leads to an example, with its `#`.
pub fn of_example(example: &Example) -> String {
    format!("#{EXAMPLE}{}", example.id)
}

/// The fragment that leads to the program of a chapter of the course, by the chapter's folder.
pub fn of_chapter(folder: &str, is_virtual: bool) -> Option<String> {
    let clock = if is_virtual { VIRTUAL } else { "" };
    Some(format!("#{EXAMPLE}{}{clock}", examples::of_chapter(folder)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fragment_leads_back_to_its_example() {
        for example in examples::all() {
            assert_eq!(Address::read(&of_example(example)), Address::Example(example));
        }
    }

    #[test]
    fn a_name_an_example_had_once_leads_to_what_took_its_place() {
        let chapter = examples::find("create-task-and-gather").unwrap();
        assert_eq!(Address::read("#example=gather"), Address::Example(chapter));
        assert_eq!(Address::read("#example=await"), Address::Example(examples::find("await").unwrap()));
    }

    #[test]
    fn a_chapter_leads_to_its_program_on_the_clock_it_has_there() {
        let await_it = examples::find("await").unwrap();
        let [real, fast] = [false, true].map(|is_virtual| of_chapter("12-await", is_virtual).unwrap());
        assert_eq!((Address::read(&real), real), (Address::Example(await_it), of_example(await_it)));
        assert_eq!(Address::read(&fast), Address::OnVirtualClock(await_it));
        assert_eq!(of_chapter("12-elsewhere", true), None);
        assert_eq!(Address::read("#example=nobody&clock=virtual"), Address::Unknown("nobody".into()));
    }

    #[test]
    fn a_link_is_read_or_known_as_one_that_cannot_be() {
        let link = Link { step: Some(7), ..Link::to("print(1)".into()) };
        assert_eq!(Address::read(&link.fragment()), Address::Link(link));
        assert_eq!(Address::read("#v1.???"), Address::Unreadable);
    }

    #[test]
    fn an_unknown_example_is_named_and_an_empty_fragment_asks_for_nothing() {
        assert_eq!(Address::read("#example=nobody"), Address::Unknown("nobody".into()));
        assert_eq!(Address::read(""), Address::Plain);
        assert_eq!(Address::read("#somewhere"), Address::Plain);
        assert_eq!(Address::read(&OwnId(7).address()), Address::Own(OwnId(7)));
        assert_eq!(Address::read("#own=mine"), Address::Plain);
    }
}
