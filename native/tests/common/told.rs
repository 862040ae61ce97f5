//! What is told of a program's run, in every language.

use asyncio101::replay::Replay;
use asyncio101::replay::say::Language;

use super::Desk;

/// What is told of the steps whose English sentence has this in it, in both languages.
pub(crate) fn told(replay: &Replay, part: &str) -> Vec<[String; 2]> {
    let statements = replay.walk(1..=replay.len()).map(|moment| replay.statement(&moment));
    let sentences = statements.map(|told| Language::ALL.map(|language| language.sentence(&told)));
    sentences.filter(|[english, _]| english.contains(part)).collect()
}

/// That this is what is told of them.
#[track_caller]
pub(crate) fn assert_told(program: &str, part: &str, expected: &[[&str; 2]]) {
    assert_eq!(told(&Desk::with(program).replay(), part), expected);
}
