//! What futures, handles, tasks and locks are called.

mod common;

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
