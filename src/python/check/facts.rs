//! What a run was like: what it printed, and what its trace tells.

use crate::replay::{FutureRecord, Problem, Replay, Status};
use crate::trace::{Event, FutureId, StepOutcome, Stream};

/// What is known of a run. Times are in seconds since it began.
#[derive(Debug)]
pub struct Facts {
    /// What it printed to standard output.
    pub output: String,
    /// How long it took.
    pub seconds: f64,
    /// How it ended, if it did not come to its end.
    pub ending: Option<Ending>,
    /// The exception that left it.
    pub(super) raised: Option<Raised>,
    /// How many turns its loops made.
    pub(super) turns: usize,
    /// Its tasks, in the order they were made.
    pub(super) tasks: Vec<Task>,
    /// What it printed to standard output, piece by piece.
    pub(super) printed: Vec<Printed>,
    /// The durations of its sleeps, in the order they began.
    pub(super) sleeps: Vec<f64>,
    /// What is wrong with it.
    pub(super) findings: Vec<&'static str>,
    /// Its trace.
    replay: Replay,
}

/// How a program ended that did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// In which way.
    pub how: How,
    /// The innermost line of the program's own that has to do with it.
    pub line: Option<u32>,
    /// The last line of its traceback.
    pub text: String,
}

/// The ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It cannot be compiled.
    Syntax,
    /// An exception left it.
    Raised,
    /// Its time was over, or it computed without end.
    Endless,
    /// Its loop waited for what could never come.
    Deadlock,
    /// It asked for more lines than it was given.
    Input,
    /// Somebody stopped it.
    Stopped,
}

impl How {
    /// Its name, where a chapter names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Raised => "raised",
            Self::Endless => "endless",
            Self::Deadlock => "deadlock",
            Self::Input => "input",
            Self::Stopped => "stopped",
        }
    }
}

/// A place in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// A step, by its number.
    Number(usize),
    /// The last step.
    End,
    /// Where that is printed for the first time.
    Printed(&'a str),
}

/// An exception that left a program.
#[derive(Clone, Debug)]
pub(super) struct Raised {
    /// Its class and what that is derived from: the module and the name of each.
    pub(super) classes: Vec<(String, String)>,
    /// What it says.
    pub(super) text: String,
    /// Its arguments, as far as they can be had elsewhere.
    pub(super) arguments: Vec<Value>,
    /// The exceptions in it, if it is a group.
    pub(super) members: Vec<Raised>,
}

/// A value that means the same in every interpreter.
#[derive(Clone, Debug)]
pub(super) enum Value {
    None,
    Number(i64),
    Text(String),
}

/// A task's life.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) name: String,
    pub(super) coroutine: String,
    pub(super) parent: Option<String>,
    pub(super) created: f64,
    pub(super) began: Option<f64>,
    pub(super) ended: Option<f64>,
    pub(super) steps: usize,
    pub(super) outcome: &'static str,
    /// The steps of the trace in which it began and ended.
    pub(super) span: (Option<usize>, Option<usize>),
}

/// Something printed.
#[derive(Clone, Debug)]
pub(super) struct Printed {
    pub(super) text: String,
    pub(super) at: f64,
    pub(super) by: Option<String>,
}

impl Facts {
    /// What a trace tells of a run, and what was seen of it besides: what it printed, how long it took, how it ended.
    #[must_use]
    pub fn of_trace(replay: Replay, output: String, seconds: f64, ending: Option<Ending>) -> Self {
        let raised = ending.as_ref().map(|ending| {
            let (class, text) = ending.text.split_once(": ").unwrap_or((&ending.text, ""));
            let (module, class) = class.rsplit_once('.').unwrap_or(("builtins", class));
            let classes =
                vec![(module.to_owned(), class.to_owned()), ("builtins".into(), "Exception".into())];
            Raised {
                classes,
                text: text.to_owned(),
                arguments: vec![Value::Text(text.to_owned())],
                members: vec![],
            }
        });
        Self::new(replay, output, seconds, ending, raised)
    }

    pub(super) fn new(
        replay: Replay,
        output: String,
        seconds: f64,
        ending: Option<Ending>,
        raised: Option<Raised>,
    ) -> Self {
        Self {
            output,
            seconds: neat(seconds),
            ending,
            raised,
            turns: replay.stops().turns.len(),
            tasks: tasks(&replay),
            printed: printed(&replay),
            sleeps: sleeps(&replay),
            findings: replay.findings().iter().map(|finding| name(&finding.problem)).collect(),
            replay,
        }
    }

    /// The trace.
    #[must_use]
    pub fn replay(&self) -> &Replay {
        &self.replay
    }

    /// The step of that place, if there is one.
    #[must_use]
    pub fn step(&self, place: &Place<'_>) -> Option<usize> {
        match place {
            Place::Number(step) => Some(*step).filter(|step| *step <= self.replay.len()),
            Place::End => Some(self.replay.len()),
            Place::Printed(text) => {
                let all = self.replay.printed();
                let is_there = |printed: &&crate::replay::Printed| {
                    printed.stream == Stream::Stdout && self.replay.names().text(printed.text).contains(text)
                };
                all.iter().find(is_there).map(|printed| printed.step)
            }
        }
    }
}

/// A time without what the looks at a clock have added, each a nanosecond.
fn neat(seconds: f64) -> f64 {
    let to = |places: f64| (seconds * places).round() / places;
    let coarse = to(1e4);
    if (seconds - coarse).abs() < 2e-5 { coarse } else { to(1e6) }
}

fn of_nanoseconds(nanoseconds: u64) -> f64 {
    neat(nanoseconds as f64 / 1e9)
}

fn task_name(replay: &Replay, in_loop: usize, id: FutureId) -> String {
    replay.future(in_loop, id).map(|it| replay.names().text(it.name).to_owned()).unwrap_or_default()
}

fn tasks(replay: &Replay) -> Vec<Task> {
    let tasks = replay.task_ids().iter().filter_map(|(in_loop, id)| replay.future(*in_loop, *id));
    tasks.filter(|task| !task.is_housekeeping).map(|record| task(replay, record)).collect()
}

fn task(replay: &Replay, record: &FutureRecord) -> Task {
    let text = |id| replay.names().text(id).to_owned();
    let at = |step| of_nanoseconds(replay.clock(step));
    let coroutine = text(record.coroutine);
    let began = record.spans.first();
    Task {
        name: text(record.name),
        coroutine: coroutine.rsplit('.').next().unwrap_or_default().to_owned(),
        parent: record.by_task.map(|id| task_name(replay, record.id.0, id)),
        created: at(record.created),
        began: began.map(|span| of_nanoseconds(span.from)),
        ended: record.done.map(at),
        steps: record.spans.len(),
        outcome: match record.status {
            Status::Done => "returned",
            Status::Failed => "raised",
            Status::Cancelled => "cancelled",
            Status::Pending | Status::Destroyed => "pending",
        },
        span: (began.map(|span| span.began), record.done),
    }
}

fn printed(replay: &Replay) -> Vec<Printed> {
    let all = replay.printed().iter().filter(|printed| printed.stream == Stream::Stdout);
    all.map(|printed| Printed {
        text: replay.names().text(printed.text).to_owned(),
        at: of_nanoseconds(replay.clock(printed.step)),
        by: printed.by.map(|(in_loop, id)| task_name(replay, in_loop, id)),
    })
    .collect()
}

fn sleeps(replay: &Replay) -> Vec<f64> {
    let mut sleeps = Vec::new();
    for moment in replay.walk(1..=replay.len()) {
        match moment.event {
            Event::Sleeps(_, deadline, _) => {
                sleeps.push(neat(deadline.0 - moment.before.clock as f64 / 1e9));
            }
            Event::Stepped(_, StepOutcome::GaveWay) => sleeps.push(0.0),
            _ => {}
        }
    }
    sleeps
}

/// What a finding is called in a chapter.
fn name(problem: &Problem) -> &'static str {
    match problem {
        Problem::NeverAwaited { .. } => "never-awaited",
        Problem::Blocked { .. } => "blocked",
        Problem::NeverRetrieved { .. } => "never-retrieved",
        Problem::Deadlock { .. } => "deadlock",
        Problem::Lost { .. } => "lost",
        Problem::Left { .. } => "left",
        Problem::NeverYielded { .. } => "never-yielded",
        Problem::NeverClosed { .. } => "never-closed",
        Problem::NeverDrained { .. } => "never-drained",
        Problem::HandlerFailed { .. } => "handler-failed",
    }
}

#[cfg(test)]
mod tests {
    use super::neat;

    #[test]
    fn a_time_is_without_the_looks_at_the_clock() {
        for (time, expected) in [
            (2.000000017, 2.0),
            (0.2500123, 0.25),
            (0.1, 0.1),
            (0.00012345, 0.000123),
            (3600.0000003, 3600.0),
        ] {
            assert_eq!(neat(time), expected);
        }
    }
}
