//! The question of a chapter.

use crate::manifest::{Manifest, QuestionKind};
use crate::problem::Problem;
use crate::sections::Sections;
use crate::words::{Block, Item};

/// What a reader is asked before the answer is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What is asked.
    pub words: Vec<Block>,
    /// How it is answered.
    pub kind: Kind,
    /// The program it is about: its file and its text. Nothing, if it is the chapter's.
    pub program: Option<(String, String)>,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// The lines that the program prints are put in order.
    Order,
    /// One of these is chosen. One is right.
    Choice(Vec<Choice>),
}

/// One answer of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The answer.
    pub words: Vec<Block>,
    /// Whether it is the right one.
    pub is_right: bool,
    /// What is said to who chooses it.
    pub reply: Vec<Block>,
}

impl Question {
    pub(crate) fn read(
        manifest: &Manifest,
        program: Option<(String, String)>,
        sections: &mut Sections,
        problems: &mut Vec<Problem>,
    ) -> Question {
        let (mut words, line) = sections.take("question", problems);
        let has_boxes = |block: &Block| matches!(block, Block::List { items, .. } if items.iter().any(|item| item.checked.is_some()));
        let kind = match (manifest.question, words.pop()) {
            (QuestionKind::Choice, Some(Block::List { items, .. })) => {
                let choices: Vec<Choice> =
                    items.into_iter().filter_map(|item| choice(sections.file(), item, problems)).collect();
                judge(sections.file(), line, &choices, problems);
                Kind::Choice(choices)
            }
            (QuestionKind::Choice, last) => {
                if last.is_some() {
                    let what = "Answers are missing: end the section with a list, `- [ ] …` and `- [x] …`.";
                    problems.push(Problem::at(sections.file(), line, what));
                }
                Kind::Choice(vec![])
            }
            (QuestionKind::Order, last) => {
                words.extend(last);
                if words.iter().any(has_boxes) {
                    let what = "Answers to choose from, but `kind` in chapter.toml is `order`: it should be `choice`.";
                    problems.push(Problem::at(sections.file(), line, what));
                }
                Kind::Order
            }
        };
        if words.is_empty() && matches!(&kind, Kind::Choice(choices) if !choices.is_empty()) {
            problems.push(Problem::at(
                sections.file(),
                line,
                "The question is missing: write it above its answers.",
            ));
        }
        Question { words, kind, program }
    }
}

/// One answer: a box, what is answered, and what is said to that.
fn choice(file: &str, mut item: Item, problems: &mut Vec<Problem>) -> Option<Choice> {
    let Some(is_right) = item.checked else {
        problems.push(Problem::at(
            file,
            item.line,
            "An answer begins with a box: `- [ ]`, or `- [x]` if it is right.",
        ));
        return None;
    };
    let reply = match item.blocks.pop() {
        Some(Block::Quote(reply)) if !reply.is_empty() => reply,
        last => {
            item.blocks.extend(last);
            let what = "This answer has no reply: write below it what is said to who chooses it, `  > …`.";
            problems.push(Problem::at(file, item.line, what));
            vec![]
        }
    };
    if item.blocks.is_empty() {
        problems.push(Problem::at(file, item.line, "This answer has no words: write them behind its box."));
    }
    Some(Choice { words: item.blocks, is_right, reply })
}

fn judge(file: &str, line: u32, choices: &[Choice], problems: &mut Vec<Problem>) {
    let right = choices.iter().filter(|choice| choice.is_right).count();
    if choices.len() < 2 {
        problems.push(Problem::at(
            file,
            line,
            "There is nothing to choose from: write at least two answers.",
        ));
    } else if right != 1 {
        let what = format!("{right} of the answers are right: tick one of them, `- [x]`.");
        problems.push(Problem::at(file, line, what));
    }
}
