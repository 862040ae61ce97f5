//! Words: a small tree that a page draws and a terminal prints.

use std::fmt::Write as _;

use crate::Place;

/// What stands below each other.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Sentences.
    Paragraph(Vec<Inline>),
    /// A list.
    List {
        /// The number of its first item, if it has numbers.
        first: Option<u64>,
        /// Its items.
        items: Vec<Item>,
    },
    /// A block of code.
    Code {
        /// Its language, which may be nothing.
        language: String,
        /// The code, with its last newline.
        text: String,
    },
    /// What is set apart.
    Quote(Vec<Block>),
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What it says.
    pub blocks: Vec<Block>,
    /// Whether the box before it is ticked, if it has one.
    pub checked: Option<bool>,
    /// Its line in the file, counted from 1.
    pub line: u32,
}

/// What stands in a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Text. Also what was written as HTML.
    Text(String),
    /// Code.
    Code(String),
    /// What is stressed.
    Emphasis(Vec<Inline>),
    /// What is stressed more.
    Strong(Vec<Inline>),
    /// A link.
    Link {
        /// Where to: an address of the web, or one relative to the chapter's. Never one that is a program.
        to: String,
        /// Its words.
        words: Vec<Inline>,
    },
    /// Words that are true if an expression is. To a reader they are words.
    Claim {
        /// The expression, in Python.
        expression: String,
        /// The words.
        words: Vec<Inline>,
        /// Its line in the file, counted from 1.
        line: u32,
    },
    /// A button that takes the view of the loop to a step.
    Step {
        /// Which.
        to: Place,
        /// Its words.
        words: Vec<Inline>,
        /// Its line in the file, counted from 1.
        line: u32,
    },
    /// A line that ends here.
    Break,
}

/// Goes through all inlines in blocks, those in others after them.
pub fn each<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Inline)) {
    for block in blocks {
        match block {
            Block::Paragraph(words) => each_inline(words, visit),
            Block::List { items, .. } => items.iter().for_each(|item| each(&item.blocks, visit)),
            Block::Quote(inner) => each(inner, visit),
            Block::Code { .. } => {}
        }
    }
}

fn each_inline<'a>(words: &'a [Inline], visit: &mut impl FnMut(&'a Inline)) {
    for word in words {
        visit(word);
        match word {
            Inline::Emphasis(words)
            | Inline::Strong(words)
            | Inline::Link { words, .. }
            | Inline::Claim { words, .. }
            | Inline::Step { words, .. } => each_inline(words, visit),
            Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
        }
    }
}

/// How many words a reader reads, without blocks of code.
#[must_use]
pub fn count(blocks: &[Block]) -> usize {
    let in_text =
        |text: &str| text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(words) => in_text(&text(words, false)),
            Block::List { items, .. } => items.iter().map(|item| count(&item.blocks)).sum(),
            Block::Quote(inner) => count(inner),
            Block::Code { .. } => 0,
        })
        .sum()
}

/// Inlines without what they look like, as a title and a terminal have them.
#[must_use]
pub fn line(words: &[Inline]) -> String {
    text(words, true)
}

/// Inlines as text, with the addresses of links or without.
fn text(words: &[Inline], with_addresses: bool) -> String {
    let inside = |words: &[Inline]| text(words, with_addresses);
    let mut text = String::new();
    for word in words {
        match word {
            Inline::Text(piece) => text += piece,
            Inline::Code(code) => {
                let _ = write!(text, "`{code}`");
            }
            Inline::Emphasis(words)
            | Inline::Strong(words)
            | Inline::Claim { words, .. }
            | Inline::Step { words, .. } => text += &inside(words),
            Inline::Link { to, words } => {
                let words = inside(words);
                text += &words;
                if with_addresses && words != *to {
                    let _ = write!(text, " ({to})");
                }
            }
            Inline::Break => text.push('\n'),
        }
    }
    text
}

/// Blocks as a terminal prints them.
#[must_use]
pub fn plain(blocks: &[Block]) -> String {
    let blocks: Vec<String> = blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(words) => line(words),
            Block::List { first, items } => {
                let items: Vec<String> = items
                    .iter()
                    .zip(first.unwrap_or(1)..)
                    .map(|(item, number)| {
                        let mark = first.map_or_else(|| "- ".to_owned(), |_| format!("{number}. "));
                        let text = indented(&plain(&item.blocks), mark.len());
                        mark + text.trim_start()
                    })
                    .collect();
                items.join("\n")
            }
            Block::Code { text, .. } => indented(text.trim_end(), 4),
            Block::Quote(inner) => indented(&plain(inner), 2),
        })
        .collect();
    blocks.join("\n\n")
}

fn indented(text: &str, by: usize) -> String {
    let indent = |line: &str| if line.is_empty() { String::new() } else { format!("{:by$}{line}", "") };
    text.lines().map(indent).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_prints_lists_and_code() {
        let text = |text: &str| Block::Paragraph(vec![Inline::Text(text.into()), Inline::Code("x".into())]);
        let item = |blocks| Item { blocks, checked: None, line: 1 };
        let code = Block::Code { language: String::new(), text: "a\n\n  b\n".into() };
        let blocks = [
            text("one "),
            Block::List { first: Some(2), items: vec![item(vec![text("two "), code]), item(vec![])] },
        ];
        assert_eq!(plain(&blocks), "one `x`\n\n2. two `x`\n\n       a\n\n         b\n3. ");
        assert_eq!(count(&blocks), 4);
    }
}
