//! What other threads do is told as their doing.

mod common;

use asyncio101::replay::Replay;
use asyncio101::replay::fact::Hindrance;
use common::Desk;

fn sentences(replay: &Replay) -> Vec<String> {
    replay.walk(1..=replay.len()).map(|moment| replay.sentence(&moment)).collect()
}

fn told_of<'a>(sentences: &'a [String], what: &str) -> &'a str {
    sentences.iter().find(|it| it.contains(what)).unwrap_or_else(|| panic!("{what}: {sentences:#?}"))
}

/// Why what printed a text came before what printed another.
fn hindrance(replay: &Replay, earlier: &str, later: &str) -> Hindrance {
    let step = |text: &str| {
        let mut printed = replay.printed().iter();
        printed.find(|line| replay.names().text(line.text).trim() == text).unwrap().step
    };
    replay.order(step(earlier), step(later)).unwrap().hindrance
}

#[test]
fn a_thread_prints_raises_and_resolves() {
    let desk = Desk::with(
        "import asyncio, threading\n\
         def work(loop, future):\n    \
         print('by the thread')\n    \
         try:\n        raise ValueError('in the thread')\n    except ValueError: pass\n    \
         loop.call_soon_threadsafe(print, 'asked for')\n    \
         future.set_result(1)\n\
         async def main():\n    \
         loop = asyncio.get_running_loop()\n    future = loop.create_future()\n    \
         thread = threading.Thread(target=work, args=(loop, future))\n    \
         print('before')\n    thread.start()\n    thread.join()\n    print('by main')\n    \
         await future\n\
         asyncio.run(main())\n",
    );
    assert_eq!(desk.record("main.trace").stdout, "before\nby the thread\nby main\nasked for\n");
    let replay = desk.replay();
    let told = sentences(&replay);
    for (what, expected) in [
        ("“by the thread”", "Another thread prints “by the thread” (line 3, in work)."),
        ("ValueError", "Another thread raises ValueError('in the thread') (line 5, in work)."),
        ("is done, by", "Future f2 is done, by another thread, with the result 1 (line 8, in work)."),
        ("“by main”", "Task-1 · main prints “by main” (line 16, in main)."),
    ] {
        assert_eq!(told_of(&told, what), expected);
    }
    assert_eq!(hindrance(&replay, "before", "by the thread"), Hindrance::Threads);
    assert_eq!(hindrance(&replay, "by the thread", "by main"), Hindrance::Threads);
    assert!(matches!(hindrance(&replay, "before", "by main"), Hindrance::OneGo(_)));
}

#[test]
fn a_loop_in_another_thread_keeps_nobody_in_the_first() {
    let desk = Desk::with(
        "import asyncio, threading, time\n\
         async def job():\n    print('in the job')\n\
         loop = asyncio.new_event_loop()\n\
         thread = threading.Thread(target=loop.run_forever)\n\
         thread.start()\n\
         asyncio.run_coroutine_threadsafe(job(), loop).result()\n\
         print('by the program')\n\
         time.sleep(0.5)\n\
         loop.call_soon_threadsafe(loop.stop)\n\
         thread.join()\nloop.close()\n",
    );
    assert_eq!(desk.record("main.trace").stdout, "in the job\nby the program\n");
    let replay = desk.replay();
    let told = sentences(&replay);
    for (what, expected) in [
        ("starts the loop", "Another thread starts the loop."),
        ("in the job", "Task-1 · job prints “in the job” (line 3, in job)."),
        ("by the program", "The program prints “by the program” (line 8)."),
        ("The loop stops", "The loop stops, and its thread goes on behind it."),
    ] {
        assert_eq!(told_of(&told, what), expected);
    }
    assert_eq!(hindrance(&replay, "in the job", "by the program"), Hindrance::Threads);
    assert_eq!(replay.findings(), [], "who sleeps outside of the loop keeps it from nothing");
}

#[test]
fn two_loops_in_two_threads_have_tasks_of_their_own() {
    let desk = Desk::with(
        "import asyncio, threading\n\
         ready, done = threading.Event(), threading.Event()\n\
         async def other():\n    print('other')\n    ready.set()\n    done.wait()\n    print('other again')\n\
         async def main():\n    \
         thread = threading.Thread(target=asyncio.run, args=(other(),))\n    thread.start()\n    \
         ready.wait()\n    print('main')\n    done.set()\n    thread.join()\n    print('main again')\n\
         asyncio.run(main())\n",
    );
    assert_eq!(desk.record("main.trace").stdout, "other\nmain\nother again\nmain again\n");
    let replay = desk.replay();
    let printed: Vec<_> = sentences(&replay).into_iter().filter(|it| it.contains(" prints ")).collect();
    let expected = [
        "Task-2 · other prints “other” (line 4, in other).",
        "Task-1 · main prints “main” (line 12, in main).",
        "Task-2 · other prints “other again” (line 7, in other).",
        "Task-1 · main prints “main again” (line 15, in main).",
    ];
    assert_eq!(printed, expected);
    assert_eq!(hindrance(&replay, "main", "other again"), Hindrance::Threads);
}
