//! The programs the page offers.

use super::text::Language;

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// A heading of the list and what stands under it.
#[derive(Debug)]
pub struct Group {
    /// Names the group in `examples.toml`; `course` is not in it.
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
    /// The program as it was written: the same code in every language, with comments and texts of its own.
    pub source: Bilingual,
    /// The chapter of the course whose program it is. That is the same in every language.
    pub chapter: Option<Chapter>,
}

/// A chapter of the course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chapter {
    /// Its number, counted from 1.
    pub number: u8,
    /// The name of its folder.
    pub folder: &'static str,
}

impl Chapter {
    /// Its address, seen from the site.
    pub fn address(self) -> String {
        format!("learn/#{}", self.folder)
    }
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

/// The example of that name, or the one that took the place of what had it.
pub fn find(id: &str) -> Option<&'static Example> {
    let id = WAS.iter().find(|(was, _)| *was == id).map_or(id, |(_, is)| is);
    all().find(|example| example.id == id)
}

/// What the program of a chapter of the course is called among the examples, by the chapter's folder.
pub fn of_chapter(folder: &str) -> Option<&'static str> {
    CHAPTERS.iter().find(|(known, _)| *known == folder).map(|(_, id)| *id)
}

/// The example a visitor without a link sees: the program of the first chapter.
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
        let sources =
            || all().flat_map(|example| Language::ALL.map(|language| example.source.in_language(language)));
        assert!(sources().all(|source| !source.trim().is_empty()));
    }

    /// The code of a program line by line, without its comments and what is in its texts.
    fn code(source: &str) -> Vec<String> {
        let (mut code, mut rest) = (String::new(), source);
        while let Some(first) = rest.chars().next() {
            let after = match first {
                '#' => rest.find('\n').unwrap_or(rest.len()),
                '"' | '\'' => {
                    let long = first.to_string().repeat(3);
                    let quote = if rest.starts_with(&long) { &long[..] } else { &long[..1] };
                    let mut end = quote.len();
                    while !rest[end..].starts_with(quote) {
                        let next = if rest[end..].starts_with('\\') { 2 } else { 1 };
                        end += rest[end..].chars().take(next).map(char::len_utf8).sum::<usize>();
                    }
                    // A text goes on over as many lines as before.
                    code.push_str(&"\"\n".repeat(rest[..end].matches('\n').count()));
                    code.push('"');
                    end + quote.len()
                }
                _ => {
                    code.push(first);
                    first.len_utf8()
                }
            };
            rest = &rest[after..];
        }
        code.lines().map(|line| line.trim_end().to_owned()).collect()
    }

    #[test]
    fn the_course_comes_first_chapter_by_chapter() {
        let course = &GROUPS[0];
        assert_eq!((course.id, course.examples.len()), ("course", 25));
        assert_eq!((first(), first().id), (&course.examples[0], "one-thread"));
        assert!(first().source.english.contains("async def") && !first().source.english.contains("yield"));
        for (number, Example { id, chapter, .. }) in (1..).zip(course.examples) {
            let chapter = chapter.expect("a program of the course is of a chapter");
            assert_eq!((chapter.number, chapter.folder), (number, &*format!("{number:02}-{id}")));
            assert_eq!(of_chapter(chapter.folder), Some(*id));
        }
        assert_eq!(course.examples[11].chapter.unwrap().address(), "learn/#12-await");
        assert!(GROUPS[1..].iter().flat_map(|group| group.examples).all(|example| example.chapter.is_none()));
        assert_eq!(
            GROUPS[1..].iter().map(|group| group.id).collect::<Vec<_>>(),
            ["more", "network", "mistakes"]
        );
        assert_eq!(of_chapter("12-elsewhere"), None);
    }

    #[test]
    fn a_name_that_was_an_examples_leads_to_the_one_in_its_place() {
        assert_eq!(find("gather").unwrap().id, "create-task-and-gather");
        assert_eq!(find("generator-for").unwrap().chapter.unwrap().number, 3);
        // All there have ever been, in the list's first order.
        for id in "generator-for generator-object generator-next generator-stop grep-send grep-result event-loop yield-from \
            await async-calls activity-page clock futures tasks gather task-group timeouts cancellation shield \
            producer-consumer queues locks async-generators context-variables echo-chat echo-server chat-server \
            back-pressure datagrams small-http websocket blocking-call never-awaited never-retrieved deadlock lost-task \
            never-yields"
            .split_ascii_whitespace()
        {
            assert!(find(id).is_some(), "{id}");
        }
        assert!(find("nobody").is_none());
    }

    #[test]
    fn an_example_is_the_same_code_in_every_language() {
        for Example { id, source, chapter, .. } in all() {
            if chapter.is_some() {
                assert_eq!(source.english, source.turkish, "{id}");
                continue;
            }
            assert_eq!(code(source.english), code(source.turkish), "{id}");
            assert_ne!(
                source.english.lines().next(),
                source.turkish.lines().next(),
                "{id} is not translated"
            );
        }
        assert_eq!(code("a = 'b'  # c\n\"\"\"d\ne'\"\"\"\n"), ["a = \"", "\"", "\""]);
    }

    #[test]
    fn an_english_program_has_no_turkish_words() {
        // Those of the course are for both languages.
        for Example { id, source, .. } in all().filter(|example| example.chapter.is_none()) {
            // A name is a name.
            let text = source.english.replace("Ayşe", "");
            let turkish = text.chars().find(|letter| "çğıöşüÇĞİÖŞÜ".contains(*letter));
            assert_eq!(turkish, None, "{id}");
            let words = ["topu", "tut!", "oyun"];
            assert!(words.iter().all(|word| !text.contains(word)), "{id}");
        }
    }
}
