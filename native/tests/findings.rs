//! What is wrong with a program, as its trace shows: each mistake has a program that makes exactly that one.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use asyncio101::replay::say::english;
use asyncio101::replay::{Finding, Problem, Replay};
use common::{Desk, end_of, run};

/// What is found in `program`: each problem, and the line it names.
fn findings(program: &str) -> Vec<(Problem, u32)> {
    let replay = Desk::with(program).replay();
    let found = replay.findings().iter();
    found
        .map(|finding| {
            let line = replay.names().user_place(finding.at).map_or(0, |place| place.line);
            (finding.problem.clone(), line)
        })
        .collect()
}

#[test]
fn a_coroutine_that_is_never_awaited_is_found() {
    let found = findings(
        "import asyncio\nasync def work(): pass\n\
         async def main():\n    work()\n\
         asyncio.run(main())\n",
    );
    assert!(matches!(found[..], [(Problem::NeverAwaited { .. }, 4)]), "{found:?}");
}

#[test]
fn a_sleep_that_is_never_awaited_is_warned_of_and_found_like_any_coroutine() {
    let desk = Desk::with("import asyncio\nasync def main():\n    asyncio.sleep(1)\nasyncio.run(main())\n");
    let stderr = desk.record("main.trace").stderr;
    assert!(stderr.contains("main.py:3: RuntimeWarning: coroutine 'sleep' was never awaited"), "{stderr}");
    assert!(!stderr.contains("Error"), "{stderr}");
    let replay = desk.replay();
    assert!(matches!(replay.findings()[..], [ref it] if matches!(it.problem, Problem::NeverAwaited { .. })));
}

#[test]
fn a_coroutine_that_is_kept_and_never_awaited_is_found_when_the_program_is_over() {
    let found = findings(
        "import asyncio\n\
         async def work(): pass\n\
         async def rest(): pass\n\
         kept = [rest()]\n\
         async def main():\n    global task\n    task = work()\n\
         asyncio.run(main())\n",
    );
    let is_unawaited = |problem: &Problem| matches!(problem, Problem::NeverAwaited { .. });
    assert!(found.iter().all(|(problem, _)| is_unawaited(problem)), "{found:?}");
    assert_eq!(found.iter().map(|(_, line)| *line).collect::<Vec<_>>(), [2, 3]);
}

/// What is said of a program's findings, and the line each leads to.
fn advice(program: &str) -> Vec<(String, Option<u32>)> {
    let replay = Desk::with(program).replay();
    let told = |finding| (english::fault(&replay.fault(finding)), replay.line_of(finding));
    replay.findings().iter().map(told).collect()
}

#[test]
fn the_advice_is_what_has_to_be_written_where_the_call_is() {
    let never = |function: &str, write: &str| {
        format!("{function}() was called but never awaited, so none of its code ran; write {write}")
    };
    for (program, expected) in [
        (
            "import asyncio\nasync def main():\n    print(1)\nmain()\n",
            vec![(never("main", "`asyncio.run(main())`"), Some(4))],
        ),
        (
            "import asyncio\nasync def main():\n    asyncio.sleep(1)\nasyncio.run(main())\n",
            vec![(never("sleep", "`await asyncio.sleep(1)`"), Some(3))],
        ),
        (
            "import asyncio\nclass Shop:\n    async def sell(self, what): pass\n\
             async def main(shop):\n    shop.sell('tea')\n\
             asyncio.run(main(Shop()))\n",
            vec![(never("Shop.sell", "`await shop.sell('tea')`"), Some(5))],
        ),
        (
            "import asyncio\nasync def work(): pass\n\
             def helper():\n    work()\n\
             async def main():\n    helper()\n\
             asyncio.run(main())\n",
            vec![(
                never(
                    "work",
                    "`await work()`, make helper() an `async def` for that, and where it is called write `await helper()`",
                ),
                Some(4),
            )],
        ),
        (
            "import asyncio\nasync def a(): pass\nasync def b(n): pass\n\
             async def main():\n    try:\n        await asyncio.gather([a(), b(2)])\n    except TypeError: pass\n\
             asyncio.run(main())\n",
            ["a", "b"]
                .map(|function| {
                    let told = format!(
                        "gather() was given a list, so it failed and none of the code of {function}() ran; with a star \
                         before the list it gets what is in it: `await asyncio.gather(*[a(), b(2)])`"
                    );
                    (told, Some(6))
                })
                .to_vec(),
        ),
        (
            "import asyncio\nasync def a(): pass\n\
             async def main():\n    asyncio.run(a())\n\
             try:\n    asyncio.run(main())\nexcept RuntimeError: pass\n",
            vec![(
                "asyncio.run() was called where a loop runs already, so it failed and none of the code of a() ran; write \
                 `await a()` instead of `asyncio.run(a())`"
                    .to_owned(),
                Some(4),
            )],
        ),
    ] {
        assert_eq!(advice(program), expected, "{program}");
    }
}

/// A program whose `main` is this, before which there are `work` and `Client`.
fn with_main(main: &str) -> String {
    format!(
        "import asyncio\nasync def work(n=0): pass\nclass Client:\n    async def get(self, what): pass\n\
         async def main():\n    {}\nasyncio.run(main())\n",
        main.replace('\n', "\n    ")
    )
}

#[test]
fn no_more_is_advised_than_is_certain() {
    let never =
        |function: &str| format!("{function}() was called but never awaited, so none of its code ran");
    let write = |function: &str, write: &str| format!("{}; write {write}", never(function));
    let one = |told: String, line| vec![(told, Some(line))];
    let star = "gather() was given a list, so it failed and none of the code of work() ran; with a star before the list it \
                gets what is in it: `await asyncio.gather(*[work()])`";
    let task = |call: &str| {
        let function =
            call.split(['.', '(']).rfind(|part| part.chars().all(char::is_alphabetic) && !part.is_empty());
        format!(
            "wait() was given a coroutine, so it failed and none of the code of {}() ran; write \
             `asyncio.create_task({call})` instead of `{call}`",
            function.unwrap()
        )
    };
    for (main, expected) in [
        // Which of the two is the coroutine, the source does not say.
        ("cfg, client = {}, Client()\nprint(cfg.get('a'), client.get('a') is None)", one(never("Client.get"), 7)),
        // Two of the same kind on a line.
        ("print(work(1) is work(2))", vec![(write("work", "`await work(…)`"), Some(6)); 2]),
        // What is dropped elsewhere than where it was made.
        ("try: await asyncio.gather([work()])\nexcept TypeError as e: print(e)", one(star.to_owned(), 6)),
        (
            "work()\nasyncio.create_task(work())\ntry: await asyncio.gather([work()])\nexcept TypeError as e: print(e)",
            vec![(write("work", "`await work()`"), Some(6)), (star.to_owned(), Some(8))],
        ),
        (
            "try: await asyncio.wait([work(1), work(2)])\nexcept TypeError as e: print(e)",
            vec![(task("work(…)"), Some(6)); 2],
        ),
        ("try: await asyncio.wait([asyncio.sleep(0)])\nexcept TypeError as e: print(e)", {
            one(task("asyncio.sleep(0)").replace("code of asyncio", "code of sleep"), 6)
        }),
        (
            "c = asyncio.sleep(0)\nawait c\ntry: await asyncio.wait([asyncio.sleep(0)])\nexcept TypeError as e: print(e)",
            one(task("asyncio.sleep(0)").replace("code of asyncio", "code of sleep"), 8),
        ),
        // What is in a call that was never awaited either.
        (
            "asyncio.wait_for(work(1), 1)",
            ["wait_for", "work"]
                .map(|function| (write(function, "`await asyncio.wait_for(work(1), 1)`"), Some(6)))
                .to_vec(),
        ),
        (
            "asyncio.get_running_loop().call_later(1, work)\nawait asyncio.sleep(2)",
            one(
                "work() was given to call_later(), which calls it and awaits nothing, so none of its code ran; give it a \
                 function without `async`"
                    .to_owned(),
                6,
            ),
        ),
    ] {
        let program = with_main(main);
        assert_eq!(advice(&program), expected, "{program}");
    }
    // Outside of all functions there is no `await`; and it was given to what runs it.
    let program = "import asyncio\nasync def work(): pass\n\
                   with asyncio.Runner() as runner: runner.run(work())\n\
                   try:\n    runner.run(work())\nexcept RuntimeError as error:\n    print(error)\n";
    let [(told, _)] = &advice(program)[..] else { panic!() };
    assert_eq!(*told, never("work"));
}

#[test]
fn a_sleep_that_was_looked_at_was_awaited() {
    for rest in ["kept.append(task)", "await task; kept.append(task)", "raise SystemExit"] {
        let program = format!(
            "import asyncio\nkept = []\n\
             async def main():\n    task = asyncio.create_task(asyncio.sleep(1))\n    await asyncio.sleep(0)\n    \
             print(task)\n    {rest}\n\
             asyncio.run(main())\n"
        );
        assert_eq!(findings(&program), [], "{program}");
    }
}

#[test]
fn a_callback_that_blocks_the_loop_is_found() {
    let found = findings(
        "import asyncio, time\n\
         async def main():\n    await asyncio.sleep(0)\n    time.sleep(0.5)\n    await asyncio.sleep(0)\n\
         asyncio.run(main())\n",
    );
    assert!(matches!(found[..], [(Problem::Blocked { nanoseconds: 500_000_000.., .. }, 4)]), "{found:?}");
}

/// On the real clock, for on the virtual one computing takes no time.
#[test]
fn a_callback_that_computes_for_long_is_found_where_it_does() {
    let desk = Desk::with(
        "import asyncio, time\n\
         def compute(until):\n    while time.monotonic() < until: pass\n\
         async def work():\n    await asyncio.sleep(0)\n    compute(time.monotonic() + 0.3)\n\
         async def main():\n    await work()\n    await asyncio.sleep(0)\n\
         asyncio.run(main())\n",
    );
    let mut command = run();
    let ended = end_of(command.args(["--trace", "main.trace", "main.py"]).current_dir(desk.directory()));
    assert_eq!(ended.code, 0, "{ended:?}");
    let replay = Replay::read(fs::read(desk.path("main.trace")).unwrap()).unwrap();
    // On a slow machine other callbacks may take long as well; this one does on any, by its own measure.
    let line = |finding: &&Finding| replay.names().user_place(finding.at).map(|place| place.line);
    let found: Vec<_> = replay.findings().iter().filter(|finding| line(finding) == Some(6)).collect();
    let [finding] = found[..] else { panic!("{:?}", replay.findings()) };
    assert!(matches!(finding.problem, Problem::Blocked { nanoseconds: 300_000_000.., .. }), "{finding:?}");
}

#[test]
fn an_exception_nobody_asks_for_is_found() {
    let found = findings(
        "import asyncio\n\
         async def fail():\n    raise ValueError\n\
         async def main():\n    task = asyncio.create_task(fail())\n    await asyncio.sleep(1)\n    del task\n\
         asyncio.run(main())\n",
    );
    assert!(matches!(found[..], [(Problem::NeverRetrieved { .. }, 5)]), "{found:?}");
}

#[test]
fn tasks_that_wait_for_each_other_are_found_with_their_circle() {
    let found = findings(
        "import asyncio\n\
         async def wait(others):\n    await others[0]\n\
         async def main():\n    a, b = [], []\n\
         \x20   first = asyncio.create_task(wait(a))\n    second = asyncio.create_task(wait(b))\n\
         \x20   a.append(second)\n    b.append(first)\n    await first\n\
         asyncio.run(main())\n",
    );
    let [(Problem::Deadlock { tasks, cycle }, _)] = &found[..] else { panic!("{found:?}") };
    assert_eq!((tasks.len(), cycle.len()), (3, 2));
}

#[test]
fn tasks_that_hold_what_the_other_wants_are_found_with_their_circle() {
    let found = findings(
        "import asyncio\n\
         async def both(first, second):\n    async with first:\n        await asyncio.sleep(1)\n        async with second: pass\n\
         async def main():\n    a, b = asyncio.Lock(), asyncio.Lock()\n\
         \x20   await asyncio.gather(both(a, b), both(b, a))\n\
         asyncio.run(main())\n",
    );
    let [(Problem::Deadlock { tasks, cycle }, line)] = &found[..] else { panic!("{found:?}") };
    assert_eq!((tasks.len(), cycle.as_slice(), *line), (3, &tasks[1..], 5));
}

#[test]
fn a_thread_that_sleeps_beside_the_loop_does_not_block_it() {
    let found = findings(
        "import asyncio, threading, time\n\
         async def main():\n    threading.Thread(target=time.sleep, args=(0.5,)).start()\n\
         \x20   await asyncio.to_thread(time.sleep, 0.3)\n    await asyncio.sleep(0.4)\n\
         asyncio.run(main())\n",
    );
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn a_task_that_is_lost_is_found() {
    let found = findings(
        "import asyncio, gc\n\
         async def forgotten():\n    await asyncio.get_running_loop().create_future()\n\
         async def main():\n    asyncio.create_task(forgotten())\n    await asyncio.sleep(1)\n    gc.collect()\n\
         asyncio.run(main())\n",
    );
    assert!(matches!(found[..], [(Problem::Lost { .. }, 5)]), "{found:?}");
}

#[test]
fn awaits_that_never_give_way_are_found() {
    let found = findings(
        "import asyncio\n\
         async def check(): return False\n\
         async def poll():\n    for _ in range(5000):\n        await check()\n\
         asyncio.run(poll())\n",
    );
    assert!(matches!(found[..], [(Problem::NeverYielded { times: 1000, .. }, 5)]), "{found:?}");
}

/// A server, with what `body` does in it.
fn with_server(body: &str) -> String {
    format!(
        "import asyncio\n\
         async def serve(reader, writer):\n    await reader.read()\n    writer.close()\n\
         async def main():\n    server = await asyncio.start_server(serve, '127.0.0.1', 8888)\n{body}\
         asyncio.run(main())\n"
    )
}

#[test]
fn a_server_and_a_connection_that_are_never_closed_are_found() {
    let found = findings(&with_server(
        "    global streams\n    streams = await asyncio.open_connection('127.0.0.1', 8888)\n",
    ));
    let lines: Vec<_> = found.iter().map(|(_, line)| *line).collect();
    assert!(found.iter().all(|(problem, _)| matches!(problem, Problem::NeverClosed { .. })), "{found:?}");
    assert_eq!(lines, [6, 8], "{found:?}");
}

#[test]
fn what_is_closed_behind_the_loop_was_closed() {
    let found = findings(
        "import asyncio, socket\n\
         async def main():\n    global sock\n    sock = socket.socket(type=socket.SOCK_DGRAM)\n    sock.bind(('127.0.0.1', 3700))\n\
         asyncio.run(main())\nsock.close()\n",
    );
    assert_eq!(found, []);
    let found = findings(&with_server(
        "    async with server:\n        reader, writer = await asyncio.open_connection('127.0.0.1', 8888)\n\
         \x20       writer.close()\n        await writer.wait_closed()\n",
    ));
    assert_eq!(found, []);
}

#[test]
fn a_handler_that_fails_is_found() {
    let found = findings(
        "import asyncio\n\
         async def serve(reader, writer):\n    await reader.readline()\n    raise ValueError('no')\n\
         async def main():\n    async with await asyncio.start_server(serve, '127.0.0.1', 8888):\n\
         \x20       reader, writer = await asyncio.open_connection('127.0.0.1', 8888)\n\
         \x20       writer.write(b'hello\\n')\n        await reader.read()\n        writer.close()\n\
         asyncio.run(main())\n",
    );
    assert!(matches!(found[..], [(Problem::HandlerFailed { .. }, 4)]), "{found:?}");
}

/// Somebody who writes a megabyte in small pieces to somebody who does not read yet.
fn writer_of_pieces(after_each: &str) -> String {
    format!(
        "import asyncio\n\
         async def serve(reader, writer):\n    await asyncio.sleep(1)\n    while await reader.read(100_000): pass\n    writer.close()\n\
         async def main():\n    async with await asyncio.start_server(serve, '127.0.0.1', 8888):\n\
         \x20       reader, writer = await asyncio.open_connection('127.0.0.1', 8888)\n\
         \x20       for _ in range(100):\n            writer.write(bytes(10_000))\n            {after_each}\n\
         \x20       writer.close()\n        await writer.wait_closed()\n\
         asyncio.run(main())\n"
    )
}

#[test]
fn writing_on_and_on_without_waiting_for_room_is_found() {
    let found = findings(&writer_of_pieces("pass"));
    assert!(matches!(found[..], [(Problem::NeverDrained { task: Some(_), .. }, 10)]), "{found:?}");
    assert_eq!(findings(&writer_of_pieces("await writer.drain()")), []);
}

/// Of the programs about the network, those that do on purpose what is a mistake elsewhere, and which.
const ON_PURPOSE: [(&str, IsIt); 0] = [];

#[test]
fn programs_about_the_network_have_no_findings_but_those_they_are_about() {
    let mut unexpected = Vec::new();
    for file in common::programs_in("../tests/parity/network") {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let is_it = ON_PURPOSE.iter().find(|(about, _)| *about == name).map(|(_, is_it)| is_it);
        let found = findings(&fs::read_to_string(&file).unwrap());
        if !found.iter().all(|(problem, _)| is_it.is_some_and(|is_it| is_it(problem))) {
            unexpected.push((name, found));
        }
    }
    assert!(unexpected.is_empty(), "{unexpected:#?}");
}

/// Whether a problem is the one that is looked for.
type IsIt = fn(&Problem) -> bool;

/// The examples that are about a mistake, and which that is.
const MISTAKES: [(&str, IsIt); 6] = [
    ("never_awaited", |problem| matches!(problem, Problem::NeverAwaited { .. })),
    ("blocking_call", |problem| matches!(problem, Problem::Blocked { .. })),
    ("never_retrieved", |problem| matches!(problem, Problem::NeverRetrieved { .. })),
    ("deadlock", |problem| matches!(problem, Problem::Deadlock { cycle, .. } if cycle.len() == 2)),
    ("lost_task", |problem| matches!(problem, Problem::Lost { .. })),
    ("never_yields", |problem| matches!(problem, Problem::NeverYielded { .. })),
];

/// The programs of the course that are about mistakes, by the folders of their chapters, and which these are.
const MISTAKES_OF_THE_COURSE: [(&str, &[IsIt]); 3] = [
    ("12-await", &[|problem| matches!(problem, Problem::NeverAwaited { .. })]),
    ("18-what-blocks-the-loop", &[|problem| matches!(problem, Problem::Blocked { .. })]),
    (
        "24-what-goes-wrong",
        &[
            |problem| matches!(problem, Problem::NeverAwaited { .. }),
            |problem| matches!(problem, Problem::NeverRetrieved { .. }),
            |problem| matches!(problem, Problem::Lost { .. }),
        ],
    ),
];

#[test]
fn programs_of_the_course_have_the_mistakes_they_are_about_and_no_other() {
    let course = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/content/course");
    let mut looked_at = 0;
    for folder in fs::read_dir(course).unwrap().map(|folder| folder.unwrap().path()) {
        // That of processes needs an operating system.
        if fs::read_to_string(folder.join("chapter.toml")).unwrap().contains("desktop = true") {
            continue;
        }
        let name = folder.file_name().unwrap().to_str().unwrap();
        let expected =
            MISTAKES_OF_THE_COURSE.iter().find(|(about, _)| *about == name).map_or(&[][..], |(_, all)| all);
        let found = findings(&fs::read_to_string(folder.join("program.py")).unwrap());
        let as_expected = found.len() == expected.len()
            && found.iter().zip(expected).all(|((problem, _), is_it)| is_it(problem));
        assert!(as_expected, "{name}: {found:?}");
        looked_at += 1;
    }
    assert!(looked_at > 20);
}

#[test]
fn examples_about_a_mistake_have_exactly_that_and_no_other_example_has_any() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../www/content/examples");
    // In every language: those in others lie in folders of their own.
    let programs = |folder: &Path| -> Vec<PathBuf> {
        let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        files.filter(|file| file.extension().is_some_and(|extension| extension == "py")).collect()
    };
    let mut examples = [programs(&folder), programs(&folder.join("tr"))].concat();
    examples.sort();
    for file in &examples {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let expected = MISTAKES.iter().find(|(about, _)| *about == name).map(|(_, is_it)| is_it);
        let found = findings(&fs::read_to_string(file).unwrap());
        let as_expected = match (expected, &found[..]) {
            (None, []) => true,
            (Some(is_it), [(problem, _)]) => is_it(problem),
            _ => false,
        };
        assert!(as_expected, "{name}: {found:?}");
    }
    assert!(examples.len() > 2 * (10 + MISTAKES.len()));
}

#[test]
fn a_program_with_nothing_wrong_has_no_findings() {
    let found = findings(
        "import asyncio\n\
         async def work(lock, seconds):\n    async with lock:\n        await asyncio.sleep(seconds)\n\
         async def main():\n    lock = asyncio.Lock()\n    await asyncio.gather(work(lock, 1), work(lock, 2))\n\
         asyncio.run(main())\n",
    );
    assert_eq!(found, []);
}
