//! What futures, handles, tasks and locks are called.

mod common;

use std::collections::BTreeSet;
use std::fs;

use asyncio101::replay::Replay;
use common::{Desk, end_of, run};

fn told(program: &str) -> Vec<String> {
    let desk = Desk::with(program);
    let ended = desk.record("main.trace");
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{}", ended.stdout);
    let replay: Replay = desk.replay();
    replay.walk(1..=replay.len()).map(|moment| replay.sentence(&moment)).collect()
}

#[test]
fn a_task_has_the_name_it_has_then() {
    let told = told(
        "import asyncio\nasync def work(): await asyncio.sleep(0)\n\
         async def main():\n    task = asyncio.create_task(work(), name='before')\n    await asyncio.sleep(0)\n    \
         task.set_name('after')\n    await task\n\
         asyncio.run(main())\n",
    );
    let of_it: Vec<_> = told.iter().filter(|it| it.contains("· work")).map(String::as_str).collect();
    let renamed = of_it.iter().position(|it| it.contains("is now called")).unwrap();
    assert_eq!(of_it[0], "A task is made by Task-1 · main: before · work (line 4, in main).");
    assert_eq!(of_it[renamed], "before · work is now called after (line 6, in main).");
    assert!(of_it[..renamed].iter().all(|it| it.contains("before ·")), "{of_it:#?}");
    assert!(of_it[renamed + 1..].iter().all(|it| it.contains("after ·")), "{of_it:#?}");
}

#[test]
fn a_signals_handler_is_called_by_its_function() {
    let told = told(
        "import asyncio, os, signal\n\
         async def main():\n    loop = asyncio.get_running_loop()\n    came = asyncio.Event()\n    \
         def on_signal(): came.set()\n    \
         loop.add_signal_handler(signal.SIGUSR1, on_signal)\n    \
         os.kill(os.getpid(), signal.SIGUSR1)\n    await came.wait()\n\
         asyncio.run(main())\n",
    );
    assert!(told.iter().any(|it| it == "on_signal() runs."), "{told:#?}");
    assert!(!told.iter().any(|it| it.contains("Handle._run")), "{told:#?}");
}

#[test]
fn a_lock_that_the_program_did_not_make_has_the_name_of_what_it_is_in() {
    let told = told(
        "import asyncio\n\
         async def party(barrier, condition):\n    async with condition: pass\n    await barrier.wait()\n\
         async def main():\n    barrier, condition, lock = asyncio.Barrier(2), asyncio.Condition(), asyncio.Lock()\n    \
         await asyncio.gather(party(barrier, condition), party(barrier, condition))\n    \
         async with lock: pass\n    async with asyncio.Condition(lock): pass\n\
         asyncio.run(main())\n",
    );
    let asked: Vec<_> =
        told.iter().filter_map(|it| it.split_once(" asks for ").map(|(_, what)| what)).collect();
    let expected = [
        "Condition 1 (line 3, in party).",
        "lock of Barrier 1 (line 4, in party).",
        "Condition 1 (line 3, in party).",
        "lock of Barrier 1 (line 4, in party).",
        "lock of Barrier 1 (line 4, in party).",
        "Lock 1 (line 8, in main).",
        "Lock 1 (line 9, in main).",
    ];
    assert_eq!(asked, expected);
}

#[test]
fn what_is_mended_in_the_library_keeps_its_name() {
    let desk = Desk::with(
        "import asyncio\n\
         async def main():\n    \
         process = await asyncio.create_subprocess_exec('cat', stdin=-1, stdout=-1)\n    \
         await process.communicate(b'')\n\
         asyncio.run(main())\n",
    );
    let ended = end_of(run().args(["--trace", "main.trace", "main.py"]).current_dir(desk.directory()));
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let replay = Replay::read(fs::read(desk.path("main.trace")).unwrap()).unwrap();
    let told: Vec<_> = replay.walk(1..=replay.len()).map(|moment| replay.sentence(&moment)).collect();
    assert!(told.iter().any(|it| it.contains("create_subprocess_exec")), "{told:#?}");
    assert!(!told.iter().any(|it| it.contains("(method)") || it.contains("method()")), "{told:#?}");
}

/// The lines of a file of the library's that are shown, by the function's name.
fn lines_of(replay: &Replay, file: &str) -> BTreeSet<(String, u32)> {
    let names = replay.names();
    let stacks = replay.walk(1..=replay.len()).map(|moment| moment.details.at);
    let places = stacks.flat_map(|at| names.stack(at)).filter(|place| place.file == file);
    places.map(|place| (place.function.to_owned(), place.line)).collect()
}

#[test]
fn a_task_group_is_shown_at_its_lines() {
    let desk = Desk::with(
        "import asyncio\n\
         async def main():\n    async with asyncio.TaskGroup() as group:\n        \
         group.create_task(asyncio.sleep(1))\n\
         asyncio.run(main())\n",
    );
    let lines = lines_of(&desk.replay(), "asyncio/taskgroups.py");
    let asks =
        Desk::with("import asyncio.taskgroups, inspect\nprint(inspect.getsource(asyncio.taskgroups))\n");
    let source = asks.record("source.trace").stdout;
    let text = |line: u32| source.lines().nth(line as usize - 1).unwrap_or_default().trim();
    let shown: Vec<_> = lines.iter().map(|(function, line)| format!("{function}: {}", text(*line))).collect();
    let expected = [
        "TaskGroup._on_task_done: self._on_completed_fut.set_result(True)",
        "TaskGroup.create_task: task = self._loop.create_task(coro, **kwargs)",
        "TaskGroup.create_task: task.add_done_callback(self._on_task_done)",
    ];
    for line in expected {
        assert!(shown.iter().any(|shown| shown == line), "{line} is not among {shown:#?}");
    }
}

#[test]
fn a_task_is_not_told_from_others_by_what_its_function_takes_where_nothing_is_given() {
    let replay = Desk::with(
        "import asyncio\n\
         async def get(what, retries=3): pass\n\
         class Shop:\n    async def sell(self, what, price=7): pass\n\
         async def main():\n    await asyncio.gather(get([1]), get('tea'), get([1], 5), Shop().sell([], 8), Shop().sell([]))\n\
         asyncio.run(main())\n",
    )
    .replay();
    let tasks = replay.futures().filter(|task| task.is_task && task.by.is_some());
    let arguments: Vec<_> = tasks.map(|task| replay.names().text(task.argument)).collect();
    assert_eq!(arguments, ["", "'tea'", "5", "8", ""]);
}

#[test]
fn what_a_recording_listens_to_is_copied_and_pickled_by_its_name() {
    let desk = Desk::with(
        "import copy, pickle, time\n\
         ways = copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))\n\
         print([way(time.sleep) is time.sleep for way in ways])\n",
    );
    let ended = desk.record("main.trace");
    assert_eq!((ended.stdout.as_str(), ended.stderr.as_str()), ("[True, True, True]\n", ""));
}
