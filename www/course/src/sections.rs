//! The sections of a file of words, each by its name.

use crate::markdown::{self, Section};
use crate::problem::Problem;
use crate::words::{self, Block, Inline, Item};

/// The sections that have a name.
pub(crate) const NAMES: [&str; 8] =
    ["short", "look", "question", "answer", "exercise", "hints", "done", "messages"];

/// Those of them that are of an exercise.
pub(crate) const OF_AN_EXERCISE: &[&str] = NAMES.split_at(4).1;

/// A chapter has at most so many words above its first section.
const MOST_WORDS: usize = 250;

/// A file of words, taken apart.
pub(crate) struct Sections {
    file: String,
    /// The title.
    pub(crate) title: Vec<Inline>,
    /// What stands under it.
    pub(crate) words: Vec<Block>,
    rest: Vec<Section>,
}

impl Sections {
    /// Takes it apart. What keeps a chapter from being shown is in `problems`, what does not in `remarks`.
    pub(crate) fn read(
        file: &str,
        text: &str,
        problems: &mut Vec<Problem>,
        remarks: &mut Vec<Problem>,
    ) -> Sections {
        let mut title = Vec::new();
        let mut words = Vec::new();
        let mut rest: Vec<Section> = Vec::new();
        for (number, section) in markdown::read(file, text, remarks).into_iter().enumerate() {
            let line = section.line;
            if number == 0 && section.is_title {
                if let Some(id) = &section.id {
                    let what = format!("The title has no name: leave out `{{#{id}}}`.");
                    remarks.push(Problem::at(file, line, what));
                }
                (title, words) = (section.heading, section.blocks);
            } else if section.is_title {
                problems.push(Problem::at(file, line, "A second title: begin a section with `##`."));
            } else {
                match section.id.as_deref() {
                    None if number == 0 => {}
                    None => {
                        let what = format!(
                            "This heading has no name: end it with one of {}.",
                            NAMES.map(|name| format!("`{{#{name}}}`")).join(", ")
                        );
                        problems.push(Problem::at(file, line, what));
                    }
                    Some(id) if !NAMES.contains(&id) => {
                        let what = format!("There is no section `{id}`: choose one of {}.", NAMES.join(", "));
                        problems.push(Problem::at(file, line, what));
                    }
                    Some(id) if rest.iter().any(|other| other.id.as_deref() == Some(id)) => {
                        let what = format!("The section `{id}` is there already: make one of the two.");
                        problems.push(Problem::at(file, line, what));
                    }
                    Some(_) => rest.push(section),
                }
            }
        }
        if title.is_empty() {
            problems.push(Problem::at(file, 1, "The title is missing: begin with `# ` and a title."));
        } else if words.is_empty() {
            problems.push(Problem::of(
                file,
                "There are no words between the title and the first section: write some.",
            ));
        }
        let count = words::count(&words);
        if count > MOST_WORDS {
            let what = format!("{count} words before the first section: {MOST_WORDS} is the most.");
            remarks.push(Problem::of(file, what));
        }
        Sections { file: file.to_owned(), title, words, rest }
    }

    /// The file's name.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// The section of that name, and the line where it begins.
    pub(crate) fn find(&mut self, name: &str) -> Option<(Vec<Block>, u32)> {
        let section = self.rest.iter_mut().find(|section| section.id.as_deref() == Some(name))?;
        Some((std::mem::take(&mut section.blocks), section.line))
    }

    /// The section of that name, which has to be there and to say something.
    pub(crate) fn take(&mut self, name: &str, problems: &mut Vec<Problem>) -> (Vec<Block>, u32) {
        match self.find(name) {
            None => {
                let what = format!("The section `{name}` is missing: write one, `## … {{#{name}}}`.");
                problems.push(Problem::of(&self.file, what));
                (vec![], 1)
            }
            Some((blocks, line)) => {
                if blocks.is_empty() {
                    let what = format!("The section `{name}` is empty: write something under its heading.");
                    problems.push(Problem::at(&self.file, line, what));
                }
                (blocks, line)
            }
        }
    }

    /// The section of that name, which may be missing, and is one paragraph if it is there.
    pub(crate) fn paragraph(&mut self, name: &str, problems: &mut Vec<Problem>) -> Option<(Vec<Block>, u32)> {
        let (blocks, line) = self.find(name)?;
        if !matches!(blocks[..], [Block::Paragraph(_)]) {
            let what = format!("The section `{name}` is one paragraph: make it one.");
            problems.push(Problem::at(&self.file, line, what));
        }
        Some((blocks, line))
    }

    /// The section of that name, which has to be one list, with numbers or without.
    pub(crate) fn list(&mut self, name: &str, numbered: bool, problems: &mut Vec<Problem>) -> Vec<Item> {
        let (mut blocks, line) = self.take(name, problems);
        match blocks.pop() {
            None => vec![],
            Some(Block::List { first, items }) if blocks.is_empty() && first.is_some() == numbered => items,
            Some(_) => {
                let form =
                    if numbered { "one list with numbers, `1. `" } else { "one list, each of it with `- `" };
                problems.push(Problem::at(
                    &self.file,
                    line,
                    format!("The section `{name}` is {form}: make it one."),
                ));
                vec![]
            }
        }
    }
}
