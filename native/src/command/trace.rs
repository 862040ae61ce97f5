//! Traces on the desktop: `run --trace` writes them, `explain`, `order` and `pstree` read them.
//!
//! What a trace tells is said in the reader's language; what is wrong with what was typed, in English.

mod help;
mod language;
mod perfetto;
mod writer;

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use asyncio101::replay::say::Language;
use asyncio101::replay::{AwaitTree, Finding, Moment, Printed, Problem, Replay};
use asyncio101::trace::Event;

use super::arguments::{ExplainArguments, Landmark, OrderArguments, PstreeArguments};
use super::exit::Exit;

pub(super) use help::{HELP_OF_EXPLAIN, HELP_OF_ORDER, HELP_OF_PSTREE};
pub(super) use language::of_environment;
pub(super) use writer::Writer;

/// `asyncio101 explain`: a trace as sentences.
pub fn explain(arguments: &ExplainArguments) -> Exit {
    let language = arguments.language.unwrap_or_else(of_environment);
    let replay = match read(&arguments.file) {
        Ok(replay) => replay,
        Err(exit) => return exit,
    };
    if arguments.from > replay.len().max(1) {
        let (file, from, last) = (arguments.file.display(), arguments.from, replay.len());
        return Exit::Failure
            .because(format_args!("{file}: there is no step {from}: the last one is {last}"));
    }
    write(|out| {
        for moment in replay.walk(arguments.from.max(1)..=arguments.to) {
            if arguments.brief && is_routine(moment.event) {
                continue;
            }
            let sentence = language.sentence(&replay.statement(&moment));
            if arguments.grep.as_ref().is_none_or(|wanted| sentence.contains(wanted.as_str())) {
                row(out, &moment, &sentence)?;
            }
        }
        if replay.is_full() {
            writeln!(out, "{}", language.is_full(replay.len()))?;
        }
        if arguments.grep.is_none() && arguments.from <= 1 && arguments.to >= replay.len() {
            for finding in replay.findings() {
                writeln!(out, "{}", language.at_step(finding.step, &describe(&replay, finding, language)))?;
            }
        }
        Ok(())
    })
}

/// Writes to standard output, piece by piece: what is told of a long trace is longer than it.
fn write(what: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Exit {
    let mut out = BufWriter::new(io::stdout().lock());
    // If nobody reads on there is nobody to complain to either.
    if what(&mut out).and_then(|()| out.flush()).is_ok() { Exit::Success } else { Exit::Failure }
}

/// A step as a line of text.
fn row(out: &mut dyn Write, moment: &Moment, sentence: &str) -> io::Result<()> {
    writeln!(out, "{:>6}  {:>10.6}  {sentence}", moment.step, moment.before.time().as_secs_f64())
}

/// What is so common that a first look does not need it.
fn is_routine(event: Event) -> bool {
    matches!(
        event,
        Event::TurnBegan(_)
            | Event::Selecting(_)
            | Event::Selected(_)
            | Event::Ended(_)
            | Event::FutureCreated(_)
    )
}

/// A finding in words.
fn describe(replay: &Replay, finding: &Finding, language: Language) -> String {
    language.fault(&replay.fault(finding))
        + &match finding.problem {
            Problem::Deadlock { .. } => String::new(),
            // A coroutine may be dropped far from where it was made.
            _ => match (replay.line_of(finding), replay.names().about("program")) {
                (Some(line), Some(file)) => format!(" ({file}:{line})"),
                _ => replay
                    .names()
                    .user_place(finding.at)
                    .map_or_else(String::new, |place| format!(" ({}:{})", place.file, place.line)),
            },
        }
}

/// `asyncio101 order`: why one step came before another.
pub fn order(arguments: &OrderArguments) -> Exit {
    let language = arguments.language.unwrap_or_else(of_environment);
    let replay = match read(&arguments.file) {
        Ok(replay) => replay,
        Err(exit) => return exit,
    };
    let mut steps = [0; 2];
    for (step, landmark) in steps.iter_mut().zip(&arguments.steps) {
        match find(&replay, landmark, &arguments.file) {
            Ok(found) => *step = found,
            Err(missing) => return Exit::Failure.because(format_args!("{missing}")),
        }
    }
    steps.sort_unstable();
    let Some(order) = replay.order(steps[0], steps[1]) else {
        return Exit::Failure.because(format_args!("both are step {}", steps[0]));
    };
    write(|out| {
        writeln!(out, "{}", language.order(&order))?;
        for moment in order.steps.iter().filter_map(|step| replay.moment(*step)) {
            if order.gap == Some(moment.step) {
                writeln!(out, "     …")?;
            }
            row(out, &moment, &language.sentence(&replay.statement(&moment)))?;
        }
        Ok(())
    })
}

/// The step that is meant.
fn find(replay: &Replay, landmark: &Landmark, file: &Path) -> Result<usize, String> {
    match landmark {
        Landmark::Step(step) if (1..=replay.len()).contains(step) => Ok(*step),
        Landmark::Step(step) => {
            Err(format!("{}: there is no step {step}: the last one is {}", file.display(), replay.len()))
        }
        Landmark::Printed(wanted) => Ok(printing(replay, wanted, file)?[0]),
    }
}

/// The steps in which something is printed, in order, at least one: those that printed just that, or else all that printed
/// it among other things.
pub(super) fn printing(replay: &Replay, wanted: &str, file: &Path) -> Result<Vec<usize>, String> {
    let text = |printed: &Printed| replay.names().text(printed.text).trim();
    let printed = replay.printed().iter();
    let exactly = printed.clone().filter(|printed| text(printed) == wanted.trim());
    let mut found: Vec<usize> = exactly.map(|printed| printed.step).collect();
    if found.is_empty() {
        let among = printed.filter(|printed| text(printed).contains(wanted));
        found = among.map(|printed| printed.step).collect();
    }
    found.dedup();
    if found.is_empty() {
        let file = file.display();
        return Err(format!(
            "{file}: nothing was printed with “{wanted}” in it (`asyncio101 explain {file} --grep TEXT` finds other steps)"
        ));
    }
    Ok(found)
}

/// `asyncio101 pstree`: who awaits whom, at one step of a trace.
pub fn pstree(arguments: &PstreeArguments) -> Exit {
    let language = arguments.language.unwrap_or_else(of_environment);
    let replay = match read(&arguments.file) {
        Ok(replay) => replay,
        Err(exit) => return exit,
    };
    let step = arguments.step.unwrap_or_else(|| busiest(&replay));
    if step > replay.len() {
        return Exit::Failure.because(format_args!(
            "there is no step {step}: {} has {}",
            arguments.file.display(),
            replay.len()
        ));
    }
    let mut state = replay.state(step);
    let mut trees = vec![replay.await_tree(&state)];
    // Each thread may have a loop.
    for in_loop in (0..state.loops.len()).filter(|other| *other != state.current).collect::<Vec<_>>() {
        state.current = in_loop;
        trees.push(replay.await_tree(&state));
    }
    let is_empty = |tree: &AwaitTree<'_>| tree.roots.is_empty() && tree.cycles.is_empty();
    if trees.iter().all(is_empty) {
        trees.truncate(1);
    } else {
        trees.retain(|tree| !is_empty(tree));
    }
    let text = |tree: &AwaitTree<'_>| language.await_tree(tree, step, replay.len());
    write(|out| out.write_all(trees.iter().map(text).collect::<String>().as_bytes()))
}

/// The last step at which most tasks are pending: what there is to see if no step is named.
fn busiest(replay: &Replay) -> usize {
    let mut pending = 0_usize;
    let (mut most, mut at) = (0, 0);
    for moment in replay.walk(1..=replay.len()) {
        // What `asyncio.run` cleans up with is none of the program's.
        let is_its_task = |id| {
            let future = replay.future(moment.before.current, id);
            future.is_some_and(|future| future.is_task && !future.is_housekeeping)
        };
        match moment.event {
            Event::TaskCreated(id) if is_its_task(id) => pending += 1,
            Event::FutureDone(id) | Event::FutureFailed(id) | Event::FutureCancelled(id)
                if is_its_task(id) =>
            {
                pending = pending.saturating_sub(1);
            }
            Event::Selecting(_) if pending > 0 && pending >= most => (most, at) = (pending, moment.step),
            _ => {}
        }
    }
    at
}

/// Reads a trace; that it cannot be read, or ends too early, is said.
pub(super) fn read(file: &Path) -> Result<Replay, Exit> {
    let trace = fs::read(file).map_err(|error| {
        Exit::Misused.because(format_args!("can't open trace {}: {error}", file.display()))
    })?;
    let replay = Replay::read(trace)
        .map_err(|error| Exit::Failure.because(format_args!("{}: {error}", file.display())))?;
    if replay.is_cut_off() {
        super::warn(format_args!("{} is cut off behind step {}", file.display(), replay.len()));
    }
    Ok(replay)
}
