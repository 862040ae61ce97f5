//! A guard of the core's hottest paths that does not depend on how busy the machine is.
//!
//! `cargo bench --bench instructions` runs each path by valgrind's callgrind, and fails if an operation takes more than 3 %
//! more instructions than `benches/instructions/budget.txt` grants, or asks for memory more often. `-- --write` writes the
//! budget anew, and `-- PATH COUNT` runs one path without valgrind, for a profiler.
//!
//! How many instructions an operation takes depends on the compiler, which `rust-toolchain.toml` names, and on the kind of
//! machine, which the budget names. It does not depend on the C library: what its `malloc` and `memcpy` take is left out, and
//! the calls of the allocator are counted instead.

mod callgrind;
mod paths;

#[path = "../counting.rs"]
mod counting;

use std::collections::BTreeMap;
use std::fs;
use std::process::ExitCode;

use counting::Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// So much more than the budget is no fault: another linker, another order of functions.
const TOLERANCE: f64 = 1.03;
const BUDGET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions/budget.txt");

/// What one operation takes.
#[derive(Clone, Copy)]
struct Cost {
    instructions: f64,
    allocations: f64,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => compare(),
        ["--write"] => write(),
        [path, count] => {
            let count = count.parse().expect("COUNT is a number");
            let before = Counting::calls();
            paths::run(path, count);
            println!("{}", Counting::calls() - before);
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("usage: instructions [--write | PATH COUNT]");
            ExitCode::FAILURE
        }
    }
}

/// What each path takes, by name.
fn measure() -> Option<BTreeMap<&'static str, Cost>> {
    let version = callgrind::version();
    if version.is_none() {
        eprintln!(
            "valgrind is not there, so nothing was counted: install it, or run `tools/need.sh valgrind`"
        );
    }
    version?;
    // What the start costs is in both, and in the difference it is not.
    let [few, many] = [1_000, 3_000];
    let cost = |path| {
        let (begin, end) = (callgrind::run(path, few), callgrind::run(path, many));
        let per_operation = |begin, end| (end - begin) as f64 / f64::from(many - few);
        Cost {
            instructions: per_operation(begin.instructions, end.instructions),
            allocations: per_operation(begin.allocations, end.allocations),
        }
    };
    Some(paths::NAMES.into_iter().map(|path| (path, cost(path))).collect())
}

fn compare() -> ExitCode {
    let budget = fs::read_to_string(BUDGET).expect("the budget is there");
    let machine =
        budget.lines().find_map(|line| line.strip_prefix("# for ")).expect("the budget names a machine");
    if machine != std::env::consts::ARCH {
        eprintln!(
            "the budget is for {machine}, and this is {}: nothing was compared",
            std::env::consts::ARCH
        );
        return ExitCode::FAILURE;
    }
    let granted: BTreeMap<&str, Cost> =
        budget.lines().filter(|line| !line.starts_with('#')).map(parse).collect();
    let Some(costs) = measure() else { return ExitCode::FAILURE };
    let mut is_kept = true;
    println!(
        "{:<20} {:>13} {:>8} {:>12} {:>8}",
        "per operation", "instructions", "budget", "allocations", "budget"
    );
    for (path, cost) in costs {
        let Some(budget) = granted.get(path) else {
            eprintln!("{path} has no budget: write it with `make bench-instructions WRITE=1`");
            is_kept = false;
            continue;
        };
        let is_over = cost.instructions > budget.instructions * TOLERANCE
            || cost.allocations > budget.allocations * TOLERANCE;
        println!(
            "{path:<20} {:>13.1} {:>8.1} {:>12.2} {:>8.2}{}",
            cost.instructions,
            budget.instructions,
            cost.allocations,
            budget.allocations,
            if is_over { "  OVER" } else { "" }
        );
        is_kept &= !is_over;
    }
    if is_kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A line of the budget.
fn parse(line: &str) -> (&str, Cost) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |word: &str| word.parse().expect("the budget has numbers");
    match words[..] {
        [path, instructions, allocations] => {
            (path, Cost { instructions: number(instructions), allocations: number(allocations) })
        }
        _ => panic!("the budget has a line that is none: {line}"),
    }
}

fn write() -> ExitCode {
    let Some(costs) = measure() else { return ExitCode::FAILURE };
    let mut budget = format!(
        "# Instructions and allocations per operation: written by `make bench-instructions WRITE=1`\n# for {}\n",
        std::env::consts::ARCH
    );
    for (path, cost) in costs {
        budget += &format!("{path} {:.1} {:.2}\n", cost.instructions, cost.allocations);
    }
    print!("{budget}");
    fs::write(BUDGET, budget).expect("the budget can be written");
    ExitCode::SUCCESS
}
