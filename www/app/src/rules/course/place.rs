//! The places of the course, what is fetched of them, and what a browser has to do there.

use std::collections::BTreeMap;

use crate::rules::link::Link;
use crate::rules::page::{Effect, PLAYGROUND};
use crate::rules::stage::StageId;

/// The program beside the words.
pub const LOOK: StageId = PLAYGROUND;
/// The exercise.
pub const EXERCISE: StageId = StageId(2);

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The contents.
    #[default]
    Contents,
    /// A chapter of the course, by the name of its folder.
    Chapter(String),
    /// A chapter of somebody else's: the address of its folder, with a slash at its end.
    Elsewhere(String),
    /// A question about the program that this link holds, without its `#`.
    Asked(String),
}

impl Place {
    /// Reads an address: what is behind its `#`, and what its parameter `chapter` says.
    pub fn read(fragment: &str, chapter: Option<&str>) -> Place {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        match (fragment, chapter.map(str::trim).filter(|chapter| !chapter.is_empty())) {
            ("", None) => Place::Contents,
            ("", Some(chapter)) => Place::Elsewhere(format!("{}/", chapter.trim_end_matches('/'))),
            (link, _) if Link::read(link).is_some() => Place::Asked(link.to_owned()),
            (name, _) => Place::Chapter(name.to_owned()),
        }
    }

    /// The folder of the chapter, seen from the site.
    pub fn folder(&self) -> Option<String> {
        match self {
            Place::Contents | Place::Asked(_) => None,
            Place::Chapter(name) => Some(format!("learn/{name}/")),
            Place::Elsewhere(address) => Some(address.clone()),
        }
    }

    /// By what name its progress is kept.
    pub fn key(&self) -> &str {
        match self {
            Place::Contents | Place::Asked(_) => "",
            Place::Chapter(name) | Place::Elsewhere(name) => name,
        }
    }
}

/// The files of a chapter: text, and traces.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Files {
    /// By their names.
    pub texts: BTreeMap<String, String>,
    /// By their names.
    pub traces: BTreeMap<String, Vec<u8>>,
}

/// Something a browser has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum CourseEffect {
    /// As on any page.
    Page(Effect),
    /// Fetch the contents.
    FetchContents,
    /// Fetch the files of a chapter: the folder, and the names of those that are there, if that is known.
    FetchChapter(Place, Option<Vec<String>>),
    /// Another part of the course has opened: begin at its top, and put the focus there if the reader came by a link of this
    /// page.
    ShowTop {
        /// The focus goes there, too.
        takes_focus: bool,
    },
    /// Something has been said to the reader: bring it into sight.
    ShowReply(&'static str),
    /// Put the focus on the line of an order that was moved.
    FocusLine(&'static str, usize),
}
