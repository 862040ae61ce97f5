//! The exercise of a chapter.

use std::collections::BTreeMap;

use crate::problem::Problem;
use crate::sections::Sections;
use crate::words::{Block, Inline, Item};

/// What goes wrong in ways that no exercise wants: the page has messages for these, and a chapter has none.
pub const OF_THE_PAGE: [&str; 5] = ["syntax", "raised", "endless", "deadlock", "input"];

/// What a reader writes.
#[derive(Clone, Debug, PartialEq)]
pub struct Exercise {
    /// What to write.
    pub words: Vec<Block>,
    /// What the editor holds at first.
    pub starter: String,
    /// What checks it: `check.py`.
    pub check: String,
    /// A solution, if there is one.
    pub solution: Option<String>,
    /// The hints, each closer to a solution.
    pub hints: Vec<Vec<Block>>,
    /// What is said when it is solved.
    pub done: Vec<Block>,
    /// What is said to the known mistakes.
    pub messages: Vec<Message>,
}

/// What is said to a known mistake.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its name, as `fail` is given it.
    pub id: String,
    /// What is said, with names of values in braces.
    pub words: Vec<Block>,
    /// Its line in the file, counted from 1.
    pub line: u32,
}

impl Exercise {
    /// The message of that name.
    #[must_use]
    pub fn message(&self, id: &str) -> Option<&Message> {
        self.messages.iter().find(|message| message.id == id)
    }

    /// Takes the sections of an exercise. The programs are the starter, the check and the first solution.
    pub(crate) fn read(
        [starter, check, solution]: [Option<String>; 3],
        sections: &mut Sections,
        problems: &mut Vec<Problem>,
    ) -> Exercise {
        let mut need = |file: &str, program: Option<String>, why: &str| {
            if program.is_none() {
                problems.push(Problem::of(file, format!("The file is missing: {why}.")));
            }
            program.unwrap_or_default()
        };
        let starter = need("starter.py", starter, "write what the editor of the exercise holds at first");
        let check = need("check.py", check, "write what checks the exercise");
        let words = sections.take("exercise", problems).0;
        let hints = sections.list("hints", true, problems).into_iter().map(|item| item.blocks).collect();
        let done = sections.take("done", problems).0;
        let mut messages: Vec<Message> = Vec::new();
        for item in sections.list("messages", false, problems) {
            let line = item.line;
            let mut wrong = |what: String| problems.push(Problem::at(sections.file(), line, what));
            match Message::read(item) {
                None => {
                    wrong("A message is its name in code, a colon, and its words: - `too-slow`: …".into())
                }
                Some(message) if OF_THE_PAGE.contains(&message.id.as_str()) => {
                    wrong(format!(
                        "The page has a message of its own for `{}`: leave this one out.",
                        message.id
                    ));
                }
                Some(message) if messages.iter().any(|other| other.id == message.id) => {
                    wrong(format!("The message `{}` is there already: make one of the two.", message.id));
                }
                Some(message) => messages.push(message),
            }
        }
        Exercise { words, starter, check, solution, hints, done, messages }
    }
}

impl Message {
    /// Reads an item: its name in code, a colon, its words.
    fn read(item: Item) -> Option<Message> {
        let mut blocks = item.blocks;
        let Some(Block::Paragraph(words)) = blocks.first_mut() else { return None };
        let [Inline::Code(id), Inline::Text(text), ..] = &words[..] else { return None };
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let id = Some(id.clone()).filter(|id| !id.is_empty() && id.chars().all(plain))?;
        let text = text.strip_prefix(':')?.trim_start().to_owned();
        words.remove(0);
        if text.is_empty() {
            words.remove(0);
        } else {
            words[0] = Inline::Text(text);
        }
        let is_empty = words.is_empty() && blocks.len() == 1;
        (!is_empty).then_some(Message { id, words: blocks, line: item.line })
    }

    /// The names of the values that it wants, each once.
    #[must_use]
    pub fn values(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        crate::words::each(&self.words, &mut |word| {
            if let Inline::Text(text) | Inline::Code(text) = word {
                names.extend(pieces(text).into_iter().filter_map(Result::err).map(str::to_owned));
            }
        });
        for block in &self.words {
            if let Block::Code { text, .. } = block {
                names.extend(pieces(text).into_iter().filter_map(Result::err).map(str::to_owned));
            }
        }
        names.sort();
        names.dedup();
        names
    }

    /// What is said, with these values. A name without a value stays as it is written.
    #[must_use]
    pub fn say(&self, values: &BTreeMap<String, String>) -> Vec<Block> {
        self.words.iter().map(|block| fill_block(block, values)).collect()
    }
}

/// A text in pieces: `Ok` is text, `Err` the name of a value that stands in braces. `{{` is a brace.
fn pieces(text: &str) -> Vec<Result<&str, &str>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        pieces.push(Ok(&rest[..at]));
        let name = rest[at + 1..].find('}').map(|end| &rest[at + 1..at + 1 + end]).unwrap_or_default();
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let brace = &rest[at..=at];
        if rest[at + 1..].starts_with(brace) {
            pieces.push(Ok(brace));
            rest = &rest[at + 2..];
        } else if brace == "{" && is_name {
            pieces.push(Err(name));
            rest = &rest[at + name.len() + 2..];
        } else {
            pieces.push(Ok(brace));
            rest = &rest[at + 1..];
        }
    }
    pieces.push(Ok(rest));
    pieces
}

fn fill(text: &str, values: &BTreeMap<String, String>) -> String {
    let mut filled = String::new();
    for piece in pieces(text) {
        match piece {
            Ok(text) => filled += text,
            Err(name) => match values.get(name) {
                Some(value) => filled += value,
                None => filled += &format!("{{{name}}}"),
            },
        }
    }
    filled
}

fn fill_block(block: &Block, values: &BTreeMap<String, String>) -> Block {
    let fill_all = |blocks: &[Block]| blocks.iter().map(|block| fill_block(block, values)).collect();
    match block {
        Block::Paragraph(words) => Block::Paragraph(fill_words(words, values)),
        Block::Quote(blocks) => Block::Quote(fill_all(blocks)),
        Block::Code { language, text } => {
            Block::Code { language: language.clone(), text: fill(text, values) }
        }
        Block::List { first, items } => {
            let item = |item: &Item| Item { blocks: fill_all(&item.blocks), ..item.clone() };
            Block::List { first: *first, items: items.iter().map(item).collect() }
        }
    }
}

fn fill_words(words: &[Inline], values: &BTreeMap<String, String>) -> Vec<Inline> {
    let inside = |words: &[Inline]| fill_words(words, values);
    let word = |word: &Inline| match word {
        Inline::Text(text) => Inline::Text(fill(text, values)),
        Inline::Code(code) => Inline::Code(fill(code, values)),
        Inline::Emphasis(words) => Inline::Emphasis(inside(words)),
        Inline::Strong(words) => Inline::Strong(inside(words)),
        Inline::Link { to, words } => Inline::Link { to: to.clone(), words: inside(words) },
        Inline::Claim { expression, words, line } => {
            Inline::Claim { expression: expression.clone(), words: inside(words), line: *line }
        }
        Inline::Step { to, words, line } => {
            Inline::Step { to: to.clone(), words: inside(words), line: *line }
        }
        Inline::Break => Inline::Break,
    };
    words.iter().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_hold_names() {
        let values = BTreeMap::from([("got".to_owned(), "2 s".to_owned())]);
        for (text, filled) in [
            ("Took {got}.", "Took 2 s."),
            ("{got}{got}", "2 s2 s"),
            ("{other} {", "{other} {"),
            ("f\"{{got}}\" {} {a b}", "f\"{got}\" {} {a b}"),
            ("}} {{", "} {"),
        ] {
            assert_eq!(fill(text, &values), filled);
        }
    }
}
