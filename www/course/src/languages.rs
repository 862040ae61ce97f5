//! A chapter says the same in every language.

use crate::chapter::Chapter;
use crate::problem::Problem;
use crate::question::Kind;

/// In what a chapter says something else in one language than in another.
#[must_use]
pub fn differences(one: &Chapter, other: &Chapter) -> Vec<Problem> {
    let mut problems = Vec::new();
    let file = other.file();
    let mut only =
        |what: &str, here: Vec<(String, u32)>, there: Vec<(String, u32)>, chapters: [&Chapter; 2]| {
            let mut left: Vec<String> = there.into_iter().map(|(name, _)| name).collect();
            for (name, line) in here {
                match left.iter().position(|other| *other == name) {
                    Some(at) => drop(left.swap_remove(at)),
                    None => {
                        let what =
                            format!("The {what} `{name}` is not in {}: have it in both.", chapters[1].file());
                        problems.push(Problem::at(&chapters[0].file(), line, what));
                    }
                }
            }
        };
    let claims = |chapter: &Chapter| named(chapter.claims(), str::to_owned);
    let steps = |chapter: &Chapter| named(chapter.steps(), |place| format!("{place:?}"));
    let short = |chapter: &Chapter| {
        chapter.short.iter().map(|short| ("short".to_owned(), short.line)).collect::<Vec<_>>()
    };
    let messages = |chapter: &Chapter| {
        let messages = chapter.exercise.iter().flat_map(|exercise| &exercise.messages);
        messages.map(|message| (message.id.clone(), message.line)).collect::<Vec<_>>()
    };
    for chapters in [[one, other], [other, one]] {
        let [here, there] = chapters;
        only("section", short(here), short(there), chapters);
        only("claim", claims(here), claims(there), chapters);
        only("step", steps(here), steps(there), chapters);
        only("message", messages(here), messages(there), chapters);
    }

    let right = |chapter: &Chapter| match &chapter.question.kind {
        Kind::Choice(choices) => choices.iter().map(|choice| choice.is_right).collect(),
        Kind::Order => vec![],
    };
    if right(one) != right(other) {
        let what =
            format!("Other answers are right than in {}: have the same, in the same order.", one.file());
        problems.push(Problem::of(&file, what));
    }
    let hints = |chapter: &Chapter| chapter.exercise.as_ref().map(|exercise| exercise.hints.len());
    if hints(one) != hints(other) {
        let what = format!("There are not as many hints as in {}: have as many.", one.file());
        problems.push(Problem::of(&file, what));
    }
    let values = |message: &crate::Message| message.values();
    for message in other.exercise.iter().flat_map(|exercise| &exercise.messages) {
        let same = one.exercise.as_ref().and_then(|exercise| exercise.message(&message.id));
        if same.is_some_and(|same| values(same) != values(message)) {
            let what =
                format!("`{}` has other names in braces than in {}: have the same.", message.id, one.file());
            problems.push(Problem::at(&file, message.line, what));
        }
    }
    problems
}

fn named<T>(all: Vec<(T, u32)>, name: impl Fn(T) -> String) -> Vec<(String, u32)> {
    all.into_iter().map(|(it, line)| (name(it), line)).collect()
}
