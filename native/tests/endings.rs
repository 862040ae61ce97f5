//! However a program ends, there is a trace of what it did until then.

mod common;

use std::fs;

use asyncio101::replay::Replay;
use common::{Desk, Running, end_of, run};
use rustix::process::Signal;

/// What a trace says was printed.
fn printed(desk: &Desk, trace: &str) -> Vec<String> {
    let replay = Replay::read(fs::read(desk.path(trace)).unwrap()).unwrap();
    let printed = replay.printed().iter();
    printed.map(|printed| replay.names().text(printed.text).trim().to_owned()).collect()
}

#[test]
fn a_program_that_is_killed_leaves_a_trace() {
    let desk = Desk::with(
        "import asyncio\n\
         async def main():\n    print('here', flush=True)\n    await asyncio.sleep(3600)\n\
         asyncio.run(main())\n",
    );
    let mut command = run();
    let (running, line) =
        Running::start(command.args(["--trace", "main.trace", "main.py"]).current_dir(desk.directory()));
    assert_eq!(line, "here");
    // It is written a moment later.
    while !Replay::read(fs::read(desk.path("main.trace")).unwrap()).is_ok_and(|it| !it.printed().is_empty()) {
        std::thread::yield_now();
    }
    running.kill(Signal::TERM);
    assert_eq!(running.end().code, 128 + 15);
    assert_eq!(printed(&desk, "main.trace"), ["here"]);
}

#[test]
fn a_program_that_leaves_without_a_word_leaves_a_whole_trace() {
    let desk = Desk::with(
        "import asyncio, os\n\
         async def main():\n    print('one', flush=True)\n    await asyncio.sleep(1)\n    print('two', flush=True)\n\
         \x20   os._exit(7)\n\
         asyncio.run(main())\n",
    );
    for trace in ["main.trace", "main.json"] {
        let ended = desk.record(trace);
        assert_eq!((ended.code, ended.stdout.as_str()), (7, "one\ntwo\n"), "{ended:?}");
    }
    assert_eq!(printed(&desk, "main.trace"), ["one", "two"]);
    let json = fs::read_to_string(desk.path("main.json")).unwrap();
    assert!(json.contains("print: two"), "{json}");
}

#[test]
fn a_child_does_not_write_into_its_parents_trace_and_nobody_is_warned() {
    let desk = Desk::with(
        "import asyncio, os\n\
         async def main():\n    child = os.fork()\n    if child == 0:\n        print('child', flush=True)\n\
         \x20       os._exit(0)\n    os.waitpid(child, 0)\n    print('parent', flush=True)\n\
         asyncio.run(main())\n",
    );
    let ended = desk.record("main.trace");
    assert_eq!((ended.stdout.as_str(), ended.stderr.as_str(), ended.code), ("child\nparent\n", "", 0));
    assert_eq!(printed(&desk, "main.trace"), ["parent"]);
}

#[test]
fn a_trace_that_cannot_be_written_is_said_when_the_program_is_over() {
    let desk = Desk::with("print('done')\n");
    let mut command = run();
    let ended = end_of(command.args(["--trace", "/dev/full", "main.py"]).current_dir(desk.directory()));
    assert_eq!((ended.stdout.as_str(), ended.code), ("done\n", 1));
    assert!(ended.complaint().contains("can't write the trace /dev/full: No space left"), "{ended:?}");
}
