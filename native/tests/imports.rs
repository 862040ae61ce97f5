//! What importing `asyncio` loads. Counted and not timed, so that it is the same on every machine; how long it takes is
//! what `benches/python/imports.py` measures.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::{end_of, run};

/// The modules that come with running `code`: those in Rust, and those in Python.
fn loaded_by(code: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let program = format!(
        "import sys
before = set(sys.modules)
{code}
new = {{name: sys.modules[name] for name in set(sys.modules) - before}}
for names in [name for name in new if hasattr(new[name], '__file__')], new:
    print(*names)"
    );
    let ended = end_of(run().args(["-c", &program]));
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{code}");
    let [python, all] = ended.stdout.lines().collect::<Vec<_>>()[..] else { panic!("{ended:?}") };
    let [python, all] = [python, all].map(|names| names.split_whitespace().map(str::to_owned));
    let python: BTreeSet<_> = python.collect();
    (all.filter(|name| !python.contains(name)).collect(), python)
}

/// How many lines of Python `code` runs, in whatever module.
fn lines_of(code: &str) -> u32 {
    let program = format!(
        "import sys
lines = 0
def count(code, line):
    global lines
    lines += 1
sys.monitoring.use_tool_id(3, 'count')
sys.monitoring.register_callback(3, sys.monitoring.events.LINE, count)
sys.monitoring.set_events(3, sys.monitoring.events.LINE)
{code}
sys.monitoring.set_events(3, 0)
print(lines)"
    );
    let ended = end_of(run().args(["-c", &program]));
    ended.stdout.trim().parse().unwrap_or_else(|_| panic!("{ended:?}"))
}

#[test]
fn asyncio_alone_is_one_module_of_python() {
    let (rust, python) = loaded_by("import asyncio");
    assert!(rust.contains("_asyncio"), "{rust:?}");
    assert_eq!(Vec::from_iter(&python), ["asyncio"]);
}

#[test]
fn a_program_that_runs_one_coroutine_loads_what_it_takes_to_run_one() {
    let (_, python) = loaded_by("import asyncio\nasync def main(): pass\nasyncio.run(main())");
    let ours = ["_loop_class", "_loop_lifetime", "events", "exceptions", "runners"];
    let names: Vec<_> = python.iter().filter_map(|name| name.strip_prefix("asyncio.")).collect();
    assert_eq!((names.as_slice(), python.len()), (&ours[..], ours.len() + 1));
}

/// The reason they are there, written in the headers of most of them.
#[test]
fn modules_of_ours_load_nothing_of_the_library() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/python/lib/asyncio");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let modules = files.filter(|path| path.extension().is_some_and(|ext| ext == "py"));
    let mut count = 0;
    for path in modules {
        let name = path.file_stem().unwrap().to_str().unwrap();
        // Messages pass through the last two: they are there for speed, and who uses them has sockets anyway.
        if matches!(name, "__init__" | "_generators" | "_foreign_tasks" | "_loop_sockets" | "streams") {
            continue;
        }
        let (_, python) = loaded_by(&format!("import asyncio.{name}"));
        let others: Vec<_> =
            python.iter().filter(|module| module.split('.').next() != Some("asyncio")).collect();
        assert_eq!(others, [""; 0], "asyncio.{name}");
        count += 1;
    }
    assert!(count > 10);
}

#[test]
fn importing_asyncio_runs_fewer_lines_than_importing_collections() {
    let (ours, theirs) = (lines_of("import asyncio"), lines_of("import collections"));
    assert!(ours < theirs, "{ours} lines for asyncio, {theirs} for collections");
}
