//! Every program in `tests/parity`, recorded: its trace tells the order in which CPython runs the callbacks of
//! the same program, and ends in the state the program ends in. Without a CPython 3.14 (`tools/cpython.sh`) they are
//! ignored.

mod common;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use asyncio101::replay::{Phase, Replay};
use asyncio101::trace::{Cause, Event};
use common::{beside_python, end_of, parity_programs, python, run};
use libtest_mimic::{Arguments, Failed};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = parity_programs().into_iter().map(|program| {
        let name = program.file_stem().expect("it ends in .py").to_string_lossy().into_owned();
        beside_python(name, move || compare(&program))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

fn compare(program: &Path) -> Result<(), Failed> {
    let directory = tempfile::tempdir()?;
    let (notes, trace) = (directory.path().join("notes"), directory.path().join("trace"));
    let home = program.parent().expect("it lies in tests/parity");
    let recorder = home.join("../callback_order.py");
    let theirs = end_of(python().arg(recorder).arg(&notes).arg(program).current_dir(home));
    let ours =
        end_of(run().args(["--clock", "virtual", "--trace"]).arg(&trace).arg(program).current_dir(home));
    if (&ours.stdout, ours.code) != (&theirs.stdout, theirs.code) {
        return Err(format!("watched, it did something else:\n{ours:#?}\n{theirs:#?}").into());
    }

    let replay = Replay::read(fs::read(trace)?)?;
    is_at_its_end(&replay)?;
    let notes = fs::read_to_string(notes)?;
    let theirs: Vec<String> = notes.lines().map(str::to_owned).filter(|name| is_asyncio(name)).collect();
    let ours = callbacks(&replay);
    match theirs.iter().zip(&ours).position(|(a, b)| a != b) {
        None if theirs.len() == ours.len() => Ok(()),
        at => {
            let at = at.unwrap_or(theirs.len().min(ours.len()));
            Err(format!("at {at}: CPython runs {:?}, we run {:?}", theirs.get(at), ours.get(at)).into())
        }
    }
}

/// A program that has ended has left no loop in the middle of something.
fn is_at_its_end(replay: &Replay) -> Result<(), Failed> {
    let state = replay.state(replay.len());
    for event_loop in &state.loops {
        let is_over = match event_loop.phase {
            Phase::Closed => event_loop.ready.is_empty() && event_loop.timers.is_empty(),
            Phase::Idle => true,
            _ => false,
        };
        if !is_over {
            return Err(format!("the trace ends with a loop that is {:?}", event_loop.phase).into());
        }
    }
    Ok(())
}

/// The callbacks of a trace, named as `tests/callback_order.py` names them.
fn callbacks(replay: &Replay) -> Vec<String> {
    let names = replay.names();
    let mut callbacks = Vec::new();
    for moment in replay.walk(1..=replay.len()) {
        let Event::Began(handle) = moment.event else { continue };
        let Some(event_loop) = moment.before.current_loop() else { continue };
        let Some(handle) = event_loop.handles.get(&handle) else { continue };
        callbacks.push(match handle.cause {
            Cause::Step(task) | Cause::WakeUp(task, _) => {
                let task = event_loop.futures.get(&task).and_then(|future| future.task.as_ref());
                format!("step {}", task.map_or("", |task| names.text(task.name)))
            }
            _ if handle.ends_sleep.is_some() => "_set_result_unless_cancelled".to_owned(),
            _ => {
                let name = names.text(handle.callee);
                name.strip_prefix("partial(").map_or(name, |name| name.trim_end_matches(')')).to_owned()
            }
        });
    }
    callbacks
}

/// Not what CPython's loop does to be woken by a thread or a signal, for which ours needs no callback.
fn is_asyncio(name: &str) -> bool {
    !name.ends_with("._read_from_self")
}
