//! What must come before what, as it is worked out from a single run, beside a search through all schedules: for each
//! program of `tests/schedules/programs`, every order of its lines is judged, and CPython says which of them some schedule
//! brings (`tests/schedules/explore.py`).

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use asyncio101::replay::judge::{Judge, Verdict};
use asyncio101::replay::say::Language;
use common::{Desk, beside_python, programs_in, python};
use libtest_mimic::{Arguments, Failed, Trial};

/// Where the two differ: the program, how many orders are called possible that no schedule brings, how many are called
/// impossible that one does, and why. The header of `src/replay/happens_before.rs` has the kinds.
const COARSER: [(&str, usize, usize, &str); 7] = [
    ("as_completed", 8, 0, "who goes on with whatever comes first is tied to nothing of it"),
    ("barrier", 4, 0, "who comes last to a barrier is up to the schedule"),
    ("event", 6, 0, "who awaits an event that is set does not wait, and does both in one go"),
    ("first_completed", 2, 0, "who waits for the first of several is tied to none of them"),
    ("lock_and_words_before_it", 4, 0, "who finds a lock free does not wait, and does both in one go"),
    ("two_producers", 20, 0, "which item of two producers is whose is up to the schedule"),
    ("two_that_set_an_event", 0, 1, "the trace does not tell of a set that changed nothing"),
];

fn main() -> std::process::ExitCode {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/schedules/explore.py");
    let programs = programs_in("../tests/schedules/programs");
    assert!(programs.len() >= 30, "only {} programs", programs.len());
    let trials = programs.into_iter().map(|program| {
        let script = script.clone();
        beside_python(name_of(&program), move || compare(&program, &script))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect::<Vec<Trial>>()).exit_code()
}

fn name_of(program: &Path) -> String {
    program.file_stem().expect("a program has a name").to_string_lossy().into_owned()
}

fn compare(program: &Path, script: &Path) -> Result<(), Failed> {
    let output = python().arg(script).arg(program).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let explored: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let of_python: Vec<String> = serde_json::from_value(explored["lines"].clone())?;
    let orders: BTreeSet<Vec<String>> = serde_json::from_value(explored["orders"].clone())?;
    let replay = Desk::with(&fs::read_to_string(program)?).replay();
    let lines = replay.lines();
    let texts: Vec<_> = lines.iter().map(|line| line.text.clone()).collect();
    if texts != of_python {
        return Err(format!("ours: {texts:?}\nCPython's: {of_python:?}").into());
    }
    let judge = Judge::new(&replay, lines);
    let (mut loose, mut strict) = (BTreeSet::new(), BTreeSet::new());
    for order in permutations(texts.len()) {
        let verdict = judge.judge(&order);
        let said = Language::ALL.map(|language| language.verdict(&verdict, judge.lines()));
        assert!(said.iter().all(|sentence| sentence.ends_with(['.', '!'])), "{said:?}");
        let order: Vec<_> = order.iter().map(|line| texts[*line].clone()).collect();
        assert_eq!(verdict == Verdict::Right, order == texts, "{order:?}: {verdict:?}");
        match (matches!(verdict, Verdict::Impossible { .. }), orders.contains(&order)) {
            (false, false) => drop(loose.insert(order)),
            (true, true) => drop(strict.insert((order, said[0].clone()))),
            _ => {}
        }
    }
    let (name, found) = (name_of(program), (loose.len(), strict.len()));
    let known = COARSER.iter().find(|(coarser, ..)| *coarser == name);
    let expected = known.map_or((0, 0), |(_, loose, strict, _)| (*loose, *strict));
    if found == expected {
        return Ok(());
    }
    Err(format!(
        "called possible, and not seen, {}, expected {}, such as {:?}\ncalled impossible, and seen, {}, expected {}: {strict:?}",
        found.0,
        expected.0,
        loose.first(),
        found.1,
        expected.1,
    )
    .into())
}

/// All orders of so many things.
fn permutations(count: usize) -> Vec<Vec<usize>> {
    let Some(last) = count.checked_sub(1) else { return vec![vec![]] };
    let insert = |order: Vec<usize>, at| [&order[..at], &[last], &order[at..]].concat();
    permutations(last)
        .into_iter()
        .flat_map(|order| (0..=order.len()).map(move |at| insert(order.clone(), at)))
        .collect()
}
