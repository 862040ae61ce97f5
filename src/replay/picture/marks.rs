//! Who is at which line of the program.

use std::collections::BTreeMap;

use crate::replay::{Loop, Replay, State, state};
use crate::trace::{Details, Event, FutureId, GeneratorEvent};

/// A line of the program where tasks are; generators, where there is no loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The line, from 1.
    pub line: u32,
    /// Who is there.
    pub label: String,
    /// What they do there.
    pub standing: Standing,
}

/// What somebody does at a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Runs.
    Runs,
    /// Is ready to go on, and waits for its turn.
    IsReady,
    /// Waits for something.
    Waits,
    /// Is held there: so a page says it of a program that is running and was paused, never a trace.
    IsHeld,
}

/// Who is at a line, by name: what a [`Mark`]'s label is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct There {
    /// The line, from 1.
    pub line: u32,
    /// The first of them.
    pub names: Vec<String>,
    /// How many others there are.
    pub more: usize,
    /// What they do there.
    pub standing: Standing,
}

/// As many names as one line is labelled with.
const NAMES: usize = 3;

/// Where in the program each task is after `event`, by line; where there is no loop, each generator, and what runs now.
#[must_use]
pub fn marks(replay: &Replay, state: &State, event: Option<(Event, Details)>) -> Vec<Mark> {
    let label = |there: &There| match there.more {
        0 => there.names.join(", "),
        more => format!("{} +{more}", there.names.join(", ")),
    };
    let there = who_is_where(replay, state, event, NAMES);
    there.iter().map(|it| Mark { line: it.line, label: label(it), standing: it.standing }).collect()
}

/// The same, with as many names for each line.
#[must_use]
pub fn who_is_where(
    replay: &Replay,
    state: &State,
    event: Option<(Event, Details)>,
    most: usize,
) -> Vec<There> {
    // Whose turn ends here waits, is ready, or is over: so the sentence says, and so the lanes show it.
    let running = state.current_loop().and_then(Loop::current_task);
    let names = replay.names();
    // Who waits at the line that runs does not run.
    let mut marks = BTreeMap::<(u32, Standing), (Vec<String>, usize)>::new();
    let mut mark = |at, name: &dyn Fn() -> String, standing| {
        let Some(place) = names.program_place(at) else { return };
        let (labels, more) = marks.entry((place.line, standing)).or_default();
        if labels.len() < most { labels.push(name()) } else { *more += 1 }
    };
    if let (Some(id), Some((_, details))) = (running, event) {
        let name = || short_name(replay, state.current, id);
        // What a task was doing when it last stopped is where it goes on.
        let suspended = state.current_loop().and_then(|event_loop| event_loop.futures.get(&id));
        let suspended = suspended.and_then(|future| future.task.as_ref()).map(|task| task.suspended_at);
        let is_here = names.stack(details.at).any(|place| !place.library);
        mark(if is_here { details.at } else { suspended.unwrap_or_default() }, &name, Standing::Runs);
    }
    for (id, task) in state.pending_tasks().filter(|(id, _)| Some(*id) != running) {
        let standing = match task.standing {
            state::Standing::Ready(_) => Standing::IsReady,
            // It has returned; that it is done is the next step.
            state::Standing::Over => continue,
            _ => Standing::Waits,
        };
        mark(task.suspended_at, &|| short_name(replay, state.current, id), standing);
    }
    if replay.has_only_generators()
        && let Some((event, details)) = event
    {
        // Where one is made, it is its maker that runs.
        let running = match event {
            Event::Generator(_, GeneratorEvent::Created) => None,
            Event::Generator(number, _) => Some(number),
            _ => None,
        };
        let function =
            || names.program_place(details.at).map(|place| place.function.to_owned()).unwrap_or_default();
        mark(details.at, &|| running.map_or_else(function, |number| format!("g{number}")), Standing::Runs);
        for (number, generator) in &state.generators {
            if generator.last == GeneratorEvent::Yielded && Some(*number) != running {
                mark(generator.at, &|| format!("g{number}"), Standing::Waits);
            }
        }
    }
    let there = marks.into_iter();
    there.map(|((line, standing), (names, more))| There { line, names, more, standing }).collect()
}

/// What a task is called where there is little room: its name; and what it runs, where that has an argument that tells it
/// from others.
#[must_use]
pub fn short_name(replay: &Replay, in_loop: usize, id: FutureId) -> String {
    let Some(record) = replay.future(in_loop, id) else { return id.to_string() };
    let names = replay.names();
    match (names.text(record.name), names.text(record.argument)) {
        ("", _) => id.to_string(),
        (name, "") => name.to_owned(),
        (name, _) => format!("{name} · {}", replay.call(record)),
    }
}
