//! The programs the page offers.

use super::share::Shared;
use super::text::Language;

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// A heading of the list and what stands under it.
#[derive(Debug)]
pub struct Group {
    /// Names the group in `examples.toml`.
    pub id: &'static str,
    /// The heading.
    pub title: Words,
    /// Its examples, in reading order.
    pub examples: &'static [Example],
}

/// A program to read, run and change.
#[derive(Debug)]
pub struct Example {
    /// Names the example in links and in storage.
    pub id: &'static str,
    /// What the list calls it.
    pub title: Words,
    /// What it shows, in one sentence.
    pub summary: Words,
    /// The program as it was written.
    pub source: &'static str,
}

/// The same words in every language of the page.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    english: &'static str,
    turkish: &'static str,
}

impl Words {
    /// The words in one language.
    pub fn in_language(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Turkish => self.turkish,
        }
    }
}

impl Example {
    /// Whether it is no example of ours: its program came with a link or a trace, which is where it is kept.
    pub fn is_guest(&self) -> bool {
        *self == SHARED || *self == TRACED
    }
}

/// Examples are the same if they have the same name: there is only one of each.
impl PartialEq for Example {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// Every example, group by group.
pub fn all() -> impl Iterator<Item = &'static Example> {
    GROUPS.iter().flat_map(|group| group.examples)
}

/// The example of that name.
pub fn find(id: &str) -> Option<&'static Example> {
    all().find(|example| example.id == id)
}

/// The example a visitor without a link sees.
pub fn first() -> &'static Example {
    all().next().expect("the catalogue is not empty")
}

/// The fragment that leads to an example.
pub fn fragment(example: &Example) -> String {
    format!("#example={}", example.id)
}

/// Where a program is kept that came with a link. It is in no list, and its own program is the link's.
pub static SHARED: Example = Example {
    id: "shared",
    title: Words { english: "A program from a link", turkish: "Bağlantıyla gelen program" },
    summary: Words {
        english: "Somebody sent it to you. It runs when you say so.",
        turkish: "Size biri gönderdi. Siz isteyince çalışır.",
    },
    source: "",
};

/// Where a program is kept that came with a trace.
pub static TRACED: Example = Example {
    id: "traced",
    title: Words { english: "A program that was recorded", turkish: "Kaydedilmiş bir program" },
    summary: Words {
        english: "It came with the trace. Run records it anew.",
        turkish: "Kayıtla birlikte geldi. Çalıştırınca yeniden kaydedilir.",
    },
    source: "",
};

/// What a page's address asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Address {
    /// The program that the link holds.
    Shared(Shared),
    /// A link that holds a program, and cannot be read.
    Unreadable,
    /// Nothing in particular.
    Plain,
    /// An example there is.
    Example(&'static Example),
    /// An example there is not, by the name the link gave it.
    Unknown(String),
}

/// Reads a fragment, with or without its `#`.
pub fn read_fragment(fragment: &str) -> Address {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    if let Some(shared) = Shared::read(fragment) {
        return shared.map_or(Address::Unreadable, Address::Shared);
    }
    match fragment.strip_prefix("example=") {
        None => Address::Plain,
        Some(id) => find(id).map_or_else(|| Address::Unknown(id.to_owned()), Address::Example),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fragment_leads_back_to_its_example() {
        for example in all() {
            assert_eq!(read_fragment(&fragment(example)), Address::Example(example));
        }
    }

    #[test]
    fn names_need_no_escaping_in_a_link() {
        for example in all() {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(example.id.chars().all(plain), "{}", example.id);
        }
    }

    #[test]
    fn an_unknown_example_is_named_and_an_empty_fragment_asks_for_nothing() {
        assert_eq!(read_fragment("#example=nobody"), Address::Unknown("nobody".into()));
        assert_eq!(read_fragment(""), Address::Plain);
        assert_eq!(read_fragment("#somewhere"), Address::Plain);
    }

    #[test]
    fn every_word_of_the_catalogue_is_there_in_both_languages() {
        let groups = GROUPS.iter().map(|group| (group.id, group.title));
        let words = groups
            .chain(all().flat_map(|example| [(example.id, example.title), (example.id, example.summary)]));
        for (id, words) in words {
            for language in Language::ALL {
                assert!(!words.in_language(language).trim().is_empty(), "{id} has no words in {language:?}");
            }
        }
    }

    #[test]
    fn no_program_is_empty_and_no_group_without_programs() {
        assert!(GROUPS.iter().all(|group| !group.examples.is_empty()));
        assert!(all().all(|example| !example.source.trim().is_empty()));
    }
}
