//! Whether a chapter is right.

use std::collections::BTreeSet;

use asyncio101::python::check::{self, Ending, Facts, Fail, How, Verdict};
use asyncio101_course::{
    Chapter, Exercise, LANGUAGES, OF_THE_PAGE, Place, Problem, QuestionKind, differences,
};

use super::desk::Desk;
use super::folder::Folder;
use super::ran;

/// A question of the kind `order` has so many lines.
const LINES: std::ops::RangeInclusive<usize> = 2..=6;

/// All that is wrong with a chapter; and what to say if nothing is.
pub(super) fn judge(desk: &Desk, folder: &Folder) -> (Vec<Problem>, String) {
    let mut problems = Vec::new();
    let there: Vec<&str> =
        LANGUAGES.into_iter().filter(|language| folder.read(&format!("{language}.md")).is_some()).collect();
    let asked = if there.is_empty() { vec![LANGUAGES[0]] } else { there };
    let mut chapters = Vec::new();
    for language in asked {
        match Chapter::read(&|name| folder.read(name), language) {
            Ok(chapter) => {
                add(&mut problems, chapter.remarks.clone());
                chapters.push(chapter);
            }
            Err(told) => add(&mut problems, told),
        }
    }
    if let [one, other] = &chapters[..] {
        problems.extend(differences(one, other));
    }
    let Some(first) = chapters.first() else { return (problems, String::new()) };

    let facts = own_programs(desk, folder, first, &mut problems);
    let claims = claims(desk, facts, &chapters, &mut problems);
    let mut counts = vec![format!("{claims} claims")];
    if first.exercise.is_some() {
        let exercises: Vec<(&Chapter, &Exercise)> =
            chapters.iter().filter_map(|it| Some((it, it.exercise.as_ref()?))).collect();
        counts.extend(exercise(desk, folder, &exercises, &mut problems));
    }
    (problems, format!("{} ({})", first.name(), counts.join(", ")))
}

/// The same is wrong in every language with what languages have in common.
fn add(problems: &mut Vec<Problem>, more: Vec<Problem>) {
    for problem in more {
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
}

/// Runs the program, and that of the question if it is another.
fn own_programs(desk: &Desk, folder: &Folder, chapter: &Chapter, problems: &mut Vec<Problem>) -> Vec<Facts> {
    let own = ("program.py".to_owned(), chapter.program.clone());
    let mut facts = Vec::new();
    for (file, source) in [Some(own), chapter.question.program.clone()].into_iter().flatten() {
        match ran::facts(desk, chapter.manifest.is_desktop, &folder.path().join(&file), &source) {
            Ok(run) => {
                let is_meant = chapter
                    .claims()
                    .iter()
                    .any(|(claim, _)| ["error", "findings"].iter().any(|name| claim.contains(name)));
                if let Some(ending) = run.ending.as_ref().filter(|_| !is_meant) {
                    let what = format!(
                        "{} If that is meant, claim it: `error` and `findings` are names that a claim can use.",
                        described(ending)
                    );
                    problems.push(Problem { line: ending.line, ..Problem::of(&file, what) });
                }
                facts.push(run);
            }
            Err(what) => problems.push(Problem::of(&file, what)),
        }
    }
    if let (QuestionKind::Order, Some(run)) = (chapter.manifest.question, facts.last()) {
        let file = chapter.question.program.as_ref().map_or("program.py", |(file, _)| file);
        let lines: Vec<&str> = run.output.lines().collect();
        let different = lines.iter().collect::<BTreeSet<_>>().len();
        if !LINES.contains(&lines.len()) {
            let what = format!(
                "It prints {} lines, and they are to be put in order: let it print {} to {}.",
                lines.len(),
                LINES.start(),
                LINES.end()
            );
            problems.push(Problem::of(file, what));
        } else if different < lines.len() {
            let what = "Some of the lines it prints are the same, and they are to be put in order: make them different.";
            problems.push(Problem::of(file, what));
        }
    }
    facts
}

/// Holds the claims, and the steps, against the run. How many claims there are.
fn claims(desk: &Desk, facts: Vec<Facts>, chapters: &[Chapter], problems: &mut Vec<Problem>) -> usize {
    let Some(own) = facts.first() else { return 0 };
    let place = |place: &Place| match place {
        Place::Number(number) => {
            (check::Place::Number(*number), format!("no step {number}: the run has {}", own.replay().len()))
        }
        Place::End => (check::Place::End, String::new()),
        Place::Printed(text) => (check::Place::Printed(""), format!("nothing printed with `{text}` in it")),
    };
    let mut missing = |file: &str, line: Option<u32>, to: &Place| {
        let (asked, complaint) = place(to);
        let asked = if let Place::Printed(text) = to { check::Place::Printed(text) } else { asked };
        if own.step(&asked).is_none() {
            let what = format!("There is {complaint}: name a step that is there.");
            let problem = Problem { line, ..Problem::of(file, what) };
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    };
    for chapter in chapters {
        missing("chapter.toml", None, &chapter.manifest.step);
        for (to, line) in chapter.steps() {
            missing(&chapter.file(), Some(line), to);
        }
    }
    let all: Vec<(String, &str, u32)> = chapters
        .iter()
        .flat_map(|chapter| chapter.claims().into_iter().map(|(claim, line)| (chapter.file(), claim, line)))
        .collect();
    let expressions: Vec<&str> = all.iter().map(|(_, claim, _)| *claim).collect();
    match check::claims(desk, facts, &expressions).0 {
        Ok(answers) => {
            for ((file, claim, line), answer) in all.iter().zip(answers) {
                if let Some(why) = answer {
                    problems.push(Problem::at(file, *line, format!("The claim `{claim}` is false: {why}.")));
                }
            }
        }
        Err(error) => {
            problems.push(Problem::of("program.py", format!("The claims could not be checked: {error}.")))
        }
    }
    chapters.first().map_or(0, |chapter| chapter.claims().len())
}

/// Checks the exercise: what to say of it.
fn exercise(
    desk: &Desk,
    folder: &Folder,
    exercises: &[(&Chapter, &Exercise)],
    problems: &mut Vec<Problem>,
) -> Vec<String> {
    let Some((_, first)) = exercises.first() else { return vec![] };
    messages(desk, &first.check, exercises, problems);

    let mut answered = |file: &str, source: &str| {
        let verdict = check::check(desk, source, &first.check);
        match &verdict {
            Verdict::Failed { id, values } => {
                for (chapter, exercise) in exercises {
                    let message = exercise.message(id);
                    let wanted = message.map(|message| message.values()).unwrap_or_default();
                    for name in wanted.iter().filter(|name| !values.contains_key(*name)) {
                        let what =
                            format!("`{id}` says `{{{name}}}`, but {file} gets no value of that name.");
                        let line = message.map(|message| message.line);
                        add(problems, vec![Problem { line, ..Problem::of(&chapter.file(), what) }]);
                    }
                }
            }
            Verdict::Mistaken { line, text } => {
                let what = format!("{text}, when it checks {file}: mend the check.");
                problems.push(Problem { line: *line, ..Problem::of("check.py", what) });
            }
            Verdict::Passed | Verdict::Ended(_) => {}
        }
        verdict
    };
    let mut wrong = Vec::new();
    wrong.extend(unexpected("starter.py", &answered("starter.py", &first.starter), None));
    let solutions = folder.programs("solutions");
    for (file, source) in &solutions {
        wrong.extend(unexpected(file, &answered(file, source), Some(PASSED)));
    }
    let mistakes = folder.programs("mistakes");
    for (file, source) in &mistakes {
        let name = file.trim_start_matches("mistakes/").split('.').next().unwrap_or_default();
        if first.message(name).is_none() && !OF_THE_PAGE.contains(&name) {
            let what =
                format!("There is no message `{name}`: a mistake has the name of the message it gets.");
            wrong.push(Problem::of(file, what));
        } else {
            wrong.extend(unexpected(file, &answered(file, source), Some(name)));
        }
    }
    problems.extend(wrong);
    vec![format!("{} solutions", solutions.len()), format!("{} mistakes", mistakes.len())]
}

/// What a program that is right gets.
const PASSED: &str = "passed";

/// The problem, if a program gets something else than expected; or nothing, if any message will do.
fn unexpected(file: &str, verdict: &Verdict, expected: Option<&str>) -> Option<Problem> {
    let got = id(verdict);
    let is_right = expected.map_or(got != PASSED, |expected| got == expected);
    if is_right || matches!(verdict, Verdict::Mistaken { .. }) {
        return None;
    }
    let what = format!("It should get {}, and gets: {}", expected.unwrap_or("a message"), describe(verdict));
    Some(Problem { line: line(verdict), ..Problem::of(file, what) })
}

/// The messages that the check names are there, and no others.
fn messages(desk: &Desk, source: &str, exercises: &[(&Chapter, &Exercise)], problems: &mut Vec<Problem>) {
    let fails = match check::fails(desk, source) {
        Ok(fails) => fails,
        Err(error) => return problems.push(Problem::of("check.py", format!("{error}: mend the check."))),
    };
    for Fail { id, line, values } in &fails {
        let Some(id) = id else {
            let what =
                "The name of this message is worked out: write it as a text, so that it can be looked for.";
            problems.push(Problem::at("check.py", *line, what));
            continue;
        };
        if OF_THE_PAGE.contains(&id.as_str()) {
            let what = format!("`{id}` is told by the page when it happens: name another message.");
            problems.push(Problem::at("check.py", *line, what));
            continue;
        }
        for (chapter, exercise) in exercises {
            match exercise.message(id) {
                None => {
                    let what = format!("`{id}` has no message in {}: write one.", chapter.file());
                    problems.push(Problem::at("check.py", *line, what));
                }
                Some(message) if !values.iter().any(|name| name == "**") => {
                    for name in message.values().iter().filter(|name| !values.contains(name)) {
                        let what =
                            format!("`{id}` says `{{{name}}}` in {}: give it a value.", chapter.file());
                        problems.push(Problem::at("check.py", *line, what));
                    }
                }
                Some(_) => {}
            }
        }
    }
    for (chapter, exercise) in exercises {
        let is_used = |id: &str| fails.iter().any(|fail| fail.id.as_deref().is_none_or(|used| used == id));
        for message in exercise.messages.iter().filter(|message| !is_used(&message.id)) {
            let what = format!("No check says `{}`: leave the message out, or say it.", message.id);
            problems.push(Problem::at(&chapter.file(), message.line, what));
        }
    }
}

/// The name of what a program gets.
fn id(verdict: &Verdict) -> &str {
    match verdict {
        Verdict::Passed => PASSED,
        Verdict::Failed { id, .. } => id,
        Verdict::Ended(ending) => ending.how.name(),
        Verdict::Mistaken { .. } => "",
    }
}

fn line(verdict: &Verdict) -> Option<u32> {
    match verdict {
        Verdict::Ended(ending) => ending.line,
        _ => None,
    }
}

/// What a program gets, for its chapter's author.
pub(super) fn describe(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Passed => PASSED.to_owned(),
        Verdict::Failed { id, values } if values.is_empty() => id.clone(),
        Verdict::Failed { id, values } => {
            let values: Vec<String> = values.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            format!("{id} ({})", values.join(", "))
        }
        Verdict::Ended(ending) => format!("{}: {}", ending.how.name(), described(ending)),
        Verdict::Mistaken { line, text } => match line {
            Some(line) => format!("check.py:{line}: {text}"),
            None => format!("check.py: {text}"),
        },
    }
}

/// How a program ended, in a sentence.
fn described(ending: &Ending) -> String {
    let at = ending.line.map(|line| format!(" at line {line}")).unwrap_or_default();
    let text = &ending.text;
    match ending.how {
        How::Syntax => format!("It cannot be compiled{at}: {text}."),
        How::Raised => format!("An exception left it{at}: {text}."),
        How::Endless => format!("It does not come to an end{at}."),
        How::Deadlock => format!("Its loop waits{at} for what can never come."),
        How::Input => format!("It asks{at} for more lines of input than there are."),
        How::Stopped => format!("It was stopped{at}."),
    }
}
