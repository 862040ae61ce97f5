//! `chapter.toml`.

use serde::Deserialize;

use crate::problem::{Problem, line_of};

/// What the file is called.
pub(crate) const FILE: &str = "chapter.toml";

/// The panels of the loop view, as a chapter names them.
pub const PANELS: [&str; 14] = [
    "generators",
    "lanes",
    "turn",
    "queues",
    "locks",
    "task-queues",
    "connections",
    "why",
    "tree",
    "futures",
    "output",
    "findings",
    "steps",
    "order",
];

/// A place in a run.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The step of that number, counted from 1; 0 is before the first.
    Number(usize),
    /// The last step.
    End,
    /// Where that text is printed for the first time.
    Printed(String),
}

impl Place {
    /// Reads a number, `end`, or text; nothing of what is empty.
    #[must_use]
    pub fn read(text: &str) -> Option<Place> {
        match text.trim() {
            "" => None,
            "end" => Some(Place::End),
            text => Some(text.parse().map_or_else(|_| Place::Printed(text.to_owned()), Place::Number)),
        }
    }
}

/// What a reader does with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionKind {
    /// Puts the lines that a program prints in order.
    Order,
    /// Chooses one of several answers.
    Choice,
}

/// What `chapter.toml` says.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// Where the view of the loop opens.
    pub step: Place,
    /// The panel that matters: one of [`PANELS`].
    pub panel: String,
    /// Whether the lanes lie on the time, and not on the order of the callbacks.
    pub is_by_time: bool,
    /// Whether the program needs an operating system.
    pub is_desktop: bool,
    /// What is done with the question.
    pub question: QuestionKind,
    /// The file of the program that the question is about, if that is not the chapter's.
    pub question_program: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    step: Option<toml::Spanned<Step>>,
    panel: Option<toml::Spanned<String>>,
    axis: Option<toml::Spanned<String>>,
    #[serde(default)]
    desktop: bool,
    question: Option<Question>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "`step` is a number, \"end\", or text that the program prints")]
enum Step {
    Number(usize),
    Text(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    kind: Option<toml::Spanned<String>>,
    program: Option<toml::Spanned<String>>,
}

impl Manifest {
    /// Reads it.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(text: &str) -> Result<Manifest, Vec<Problem>> {
        let written: Written = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| line_of(text, span.start));
            vec![Problem { line, ..Problem::of(FILE, sentence(error.message())) }]
        })?;
        let mut problems = Vec::new();
        let mut wrong = |at: Option<usize>, what: String| {
            problems.push(Problem { line: at.map(|at| line_of(text, at)), ..Problem::of(FILE, what) });
        };

        let step = match &written.step {
            None => {
                wrong(
                    None,
                    "`step` is missing: say where the view of the loop opens, as `step = \"end\"`.".into(),
                );
                None
            }
            Some(step) => {
                let place = match step.get_ref() {
                    Step::Number(number) => Some(Place::Number(*number)),
                    Step::Text(text) => Place::read(text),
                };
                if place.is_none() {
                    wrong(Some(step.span().start), "`step` is empty: give a number, `end`, or text.".into());
                }
                place
            }
        };
        match &written.panel {
            None => wrong(None, format!("`panel` is missing: choose one of {}.", PANELS.join(", "))),
            Some(panel) if !PANELS.contains(&panel.get_ref().as_str()) => {
                let what =
                    format!("There is no panel `{}`: choose one of {}.", panel.get_ref(), PANELS.join(", "));
                wrong(Some(panel.span().start), what);
            }
            Some(_) => {}
        }
        let axis = written.axis.as_ref();
        if let Some(axis) = axis.filter(|axis| !["order", "time"].contains(&axis.get_ref().as_str())) {
            let what = format!("There is no axis `{}`: choose one of order, time.", axis.get_ref());
            wrong(Some(axis.span().start), what);
        }
        let is_by_time = axis.is_some_and(|axis| axis.get_ref() == "time");
        let question = written.question.as_ref();
        let kind = question.and_then(|question| question.kind.as_ref());
        let kind = match kind.map(|kind| (kind.get_ref().as_str(), kind.span().start)) {
            None => {
                wrong(
                    None,
                    "`kind` of `[question]` is missing: write `kind = \"order\"` or `\"choice\"`.".into(),
                );
                None
            }
            Some(("order", _)) => Some(QuestionKind::Order),
            Some(("choice", _)) => Some(QuestionKind::Choice),
            Some((other, at)) => {
                wrong(Some(at), format!("A question has no kind `{other}`: write `order` or `choice`."));
                None
            }
        };
        let program = question.and_then(|question| question.program.as_ref());
        if let Some(program) = program.filter(|program| !is_file_of_folder(program.get_ref())) {
            let what = format!(
                "`{}` is no program of this folder: give a name like `question.py`, without folders.",
                program.get_ref()
            );
            wrong(Some(program.span().start), what);
        }

        match (step, written.panel, kind) {
            (Some(step), Some(panel), Some(question)) if problems.is_empty() => Ok(Manifest {
                step,
                panel: panel.into_inner(),
                is_by_time,
                is_desktop: written.desktop,
                question,
                question_program: program.map(|program| program.get_ref().clone()),
            }),
            _ => Err(problems),
        }
    }
}

/// Whether that is the name of a program, and of one in the chapter's folder.
fn is_file_of_folder(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
    name.strip_suffix(".py").is_some_and(|stem| !stem.is_empty() && !stem.starts_with('.'))
        && name.chars().all(plain)
}

/// A message of a library as a sentence.
fn sentence(message: &str) -> String {
    let message = message.trim().replace('\n', ", ");
    if message.ends_with('.') { message } else { message + "." }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "step = \"B starts\"\npanel = \"lanes\"\n\n[question]\nkind = \"order\"\n";

    fn told(text: &str) -> Vec<String> {
        Manifest::read(text).unwrap_err().iter().map(Problem::to_string).collect()
    }

    #[test]
    fn what_the_page_has_to_know() {
        let manifest = Manifest::read(GOOD).unwrap();
        assert_eq!(manifest.step, Place::Printed("B starts".into()));
        assert_eq!((manifest.panel.as_str(), manifest.is_desktop), ("lanes", false));
        assert_eq!((manifest.question, manifest.question_program), (QuestionKind::Order, None));
        let by_time = |axis: &str| Manifest::read(&format!("axis = \"{axis}\"\n{GOOD}")).unwrap().is_by_time;
        assert!(!manifest.is_by_time && !by_time("order") && by_time("time"));

        let other =
            GOOD.replace("\"B starts\"", "12").replace("\"order\"", "\"choice\"\nprogram = \"question.py\"");
        let manifest = Manifest::read(&("desktop = true\n".to_owned() + &other)).unwrap();
        assert_eq!((manifest.step, manifest.is_desktop), (Place::Number(12), true));
        assert_eq!(manifest.question, QuestionKind::Choice);
        assert_eq!(manifest.question_program.as_deref(), Some("question.py"));
    }

    #[test]
    fn a_place_is_a_number_the_end_or_text() {
        let read = |text| Place::read(text).unwrap();
        assert_eq!(
            [read("7"), read("end"), read(" 7 s ")],
            [Place::Number(7), Place::End, Place::Printed("7 s".into())]
        );
        assert_eq!(Place::read("  "), None);
    }

    #[test]
    fn all_that_is_missing_is_told() {
        let told = told("");
        assert_eq!(told.len(), 3);
        for name in ["`step` is missing", "`panel` is missing", "`kind` of `[question]` is missing"] {
            assert!(told.iter().any(|told| told.starts_with(&format!("chapter.toml: {name}"))), "{told:?}");
        }
    }

    #[test]
    fn what_cannot_be_is_told_with_its_line() {
        for (bad, expected) in [
            (
                GOOD.replace("\"lanes\"", "\"lane\""),
                "chapter.toml:2: There is no panel `lane`: choose one of gen",
            ),
            (
                GOOD.replace("\"order\"", "\"guess\""),
                "chapter.toml:5: A question has no kind `guess`: write `order`",
            ),
            (
                GOOD.replace("\n\n", "\naxis = \"up\"\n"),
                "chapter.toml:3: There is no axis `up`: choose one of order",
            ),
            (GOOD.replace("\"B starts\"", "\"\""), "chapter.toml:1: `step` is empty"),
            (GOOD.replace("\"B starts\"", "1.5"), "chapter.toml:1: `step` is a number, \"end\", or text"),
            (GOOD.replace("\"B starts\"", "-1"), "chapter.toml:1: `step` is a number, \"end\", or text"),
            (GOOD.replace("step", "steps"), "chapter.toml:1: unknown field `steps`, expected one of `step`"),
            (
                GOOD.replace("kind = ", "program = \"../x.py\"\nkind = "),
                "chapter.toml:5: `../x.py` is no program of",
            ),
            (GOOD.replace("kind = ", "program = \".py\"\nkind = "), "chapter.toml:5: `.py` is no program of"),
            (GOOD.replace("[question]", "[question"), "chapter.toml:4: "),
        ] {
            let told = told(&bad);
            assert!(told.len() == 1 && told[0].starts_with(expected), "{told:?} instead of {expected}");
        }
    }
}
