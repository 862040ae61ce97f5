//! Every program in `tests/parity`, recorded: its trace tells the order in which CPython runs the callbacks of
//! the same program, and ends in the state the program ends in.

mod common;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use asyncio101::replay::{Phase, Replay};
use asyncio101::trace::{Cause, Event};
use common::{end_of, parity_programs, python, run};
use libtest_mimic::{Arguments, Failed, Trial};

/// Programs that use a part of the library which does its work in other callbacks since Python 3.12, 3.13 or
/// 3.14. (With a CPython of our version, they are compared like the others.)
const ANOTHER_LIBRARY: &[&str] = &[
    // `as_completed` is an iterator object
    "as_completed_follows_completion",
    "as_completed_gives_up_at_its_timeout",
    // `gather` takes note of what is done already at once
    "async_generators_interleave_with_their_consumers",
    "condition_wait_for_rechecks_its_predicate",
    "current_task_and_all_tasks",
    "full_queue_makes_the_producer_wait",
    "random_locks_and_queues_leave_one_trace",
    "random_tasks_leave_one_trace",
    // a semaphore, a lock and a group wake whom they wake in other steps
    "bounded_semaphore_does_not_grow",
    "task_group_waits_for_its_tasks",
    // `wait_for` makes no task of its own, so later tasks have other numbers; `wait` neither
    "cancel_while_in_wait_for",
    "tasks_have_names",
    "wait_for_cancels_what_takes_too_long",
    "wait_for_gives_the_result_in_time",
    "wait_neither_raises_nor_cancels",
    "wait_returns_when_it_was_asked_to",
    // futures of `concurrent` are chained by other callbacks
    "run_coroutine_threadsafe_from_inside_the_loop",
    "wrap_future_follows_a_concurrent_future",
    // `shield` logs what nobody hears any more
    "shield_keeps_the_inner_task_alive",
    "shield_lets_a_clean_up_finish",
    "shield_passes_results_failures_and_inner_cancellation",
];

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let is_our_version = end_of(python().args(["-c", "import sys; print(sys.version_info >= (3, 14))"]));
    let is_our_version = is_our_version.stdout.trim() == "True";
    let trials = parity_programs().into_iter().map(|program| {
        let name = program.file_stem().expect("it ends in .py").to_string_lossy().into_owned();
        let differs = !is_our_version && ANOTHER_LIBRARY.contains(&name.as_str());
        Trial::test(name, move || compare(&program, differs))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

fn compare(program: &Path, differs: bool) -> Result<(), Failed> {
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
        _ if differs => Ok(()),
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

/// Not what CPython's loop does to be woken by a thread or a signal, for which ours needs no callback, nor what only
/// the bug-fix releases of 3.14 do, to forget who awaited whom.
fn is_asyncio(name: &str) -> bool {
    !name.ends_with("._read_from_self") && name != "_discard_awaited_by"
}
