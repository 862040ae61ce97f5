//! The programs the page offers.

use super::text::Language;

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// A heading of the list and what stands under it.
#[derive(Debug)]
pub struct Group {
    /// Names the group in `examples.toml`.
    pub id: &'static str,
    /// The heading.
    pub title: Bilingual,
    /// Its examples, in reading order.
    pub examples: &'static [Example],
}

/// A program to read, run and change.
#[derive(Debug)]
pub struct Example {
    /// Names the example in links and in storage.
    pub id: &'static str,
    /// What the list calls it.
    pub title: Bilingual,
    /// What it shows, in one sentence.
    pub summary: Bilingual,
    /// The program as it was written.
    pub source: &'static str,
}

/// The same words in every language of the page.
#[derive(Clone, Copy, Debug)]
pub struct Bilingual {
    /// In English.
    pub english: &'static str,
    /// In Turkish.
    pub turkish: &'static str,
}

impl Bilingual {
    /// The words in one language.
    pub fn in_language(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Turkish => self.turkish,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_need_no_escaping_in_a_link() {
        for example in all() {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(example.id.chars().all(plain), "{}", example.id);
        }
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
