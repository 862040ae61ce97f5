//! `asyncio101 run --trace`, `--clock virtual`, `explain` and `pstree`.

mod common;

use std::fs;
use std::path::Path;

use asyncio101::replay::{Problem, Replay};
use common::{Desk, asyncio101, end_of, run};
use serde_json::Value;

fn explain(trace: &Path, options: &[&str]) -> String {
    let ended = end_of(asyncio101().arg("explain").arg(trace).args(options));
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    ended.stdout
}

const TWO: &str = "\
import asyncio

async def worker(name, delay):
    print(name, 'starts')
    await asyncio.sleep(delay)
    return name

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(worker('a', 1), name='A')
        group.create_task(worker('b', 0.5), name='B')

asyncio.run(main())
";

#[test]
fn a_program_that_is_recorded_does_what_it_does() {
    let desk = Desk::with(TWO);
    let ended = desk.record("main.trace");
    assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (0, "a starts\nb starts\n", ""));
    let replay = desk.replay();
    assert_eq!(replay.names().about("clock"), Some("virtual"));
    assert_eq!(replay.names().about("program"), Some("main.py"));
    assert_eq!(replay.names().about("source"), Some(TWO));
}

#[test]
fn two_recordings_of_one_program_are_one() {
    let desk = Desk::with(TWO);
    let _ = (desk.record("1.trace"), desk.record("2.trace"));
    let (first, second) = (fs::read(desk.path("1.trace")).unwrap(), fs::read(desk.path("2.trace")).unwrap());
    assert!(first == second, "the virtual clock makes them equal, byte by byte");
}

#[test]
fn a_message_with_an_address_and_a_directory_is_the_same_in_every_recording() {
    let program = "import asyncio, sys\n\
                   async def fail():\n    raise ValueError(f'{object()} in {__file__}')\n\
                   async def main():\n    await asyncio.gather(fail(), return_exceptions=True)\n\
                   asyncio.run(main())\n";
    let [one, other] = [Desk::with(program), Desk::with(program)];
    for desk in [&one, &other] {
        let _ = desk.record("main.trace");
    }
    let story = explain(&one.path("main.trace"), &["--grep", "ValueError"]);
    assert!(story.contains("ValueError('<object object at 0x…> in main.py')"), "{story}");
    assert_eq!(fs::read(one.path("main.trace")).unwrap(), fs::read(other.path("main.trace")).unwrap());
}

#[test]
fn exceptions_are_told_where_they_come_to_the_programs_code_also_those_that_are_caught() {
    let desk = Desk::with(
        "import asyncio, json\n\
         def dig(n):\n    return dig(n - 1) if n else {}['gold']\n\
         def numbers():\n    yield int('x')\n\
         async def main():\n\
         \x20   for attempt in [lambda: dig(3), lambda: json.loads('{'), lambda: next(numbers())]:\n\
         \x20       try:\n            attempt()\n        except Exception as error:\n            pass\n\
         \x20   try:\n        async with asyncio.timeout(1):\n            await asyncio.sleep(2)\n\
         \x20   except TimeoutError:\n        pass\n\
         asyncio.run(main())\n",
    );
    let _ = desk.record("main.trace");
    let story = explain(&desk.path("main.trace"), &["--grep", " raises "]);
    let raised: Vec<(&str, &str)> = story
        .lines()
        .map(|line| {
            let (_, raised) = line.split_once("raises ").unwrap();
            (raised.split('(').next().unwrap(), &raised[raised.rfind("(line").unwrap()..])
        })
        .collect();
    assert_eq!(
        raised,
        [
            ("KeyError", "(line 3, in dig)."),
            ("JSONDecodeError", "(line 7, in <lambda>)."),
            ("ValueError", "(line 5, in numbers)."),
            ("TimeoutError", "(line 13, in main)."),
        ],
        "{story}"
    );
    let replay = desk.replay();
    let first = replay.moment(replay.first_failure().unwrap()).unwrap();
    assert!(replay.sentence(&first).contains("raises KeyError('gold')"));
}

#[test]
fn explain_tells_the_story() {
    let desk = Desk::with(TWO);
    let _ = desk.record("main.trace");
    let story = explain(&desk.path("main.trace"), &["--brief"]);
    let story: Vec<&str> = story.lines().map(|line| line.get(20..).unwrap_or_default()).collect();
    let expected = [
        "Task-1 · main begins (line 8, in main).",
        "A task is made by Task-1 · main: A · worker (line 10, in main).",
        "The next step of A · worker is put at the end of the ready queue.",
        "A task is made by Task-1 · main: B · worker (line 11, in main).",
        "A · worker begins (line 3, in worker).",
        "A · worker prints “a starts” (line 4, in worker).",
        "A · worker sets a timer that ends its sleep (future f5) 1 s from now (line 5, in worker).",
        "A · worker waits for its sleep (line 5, in worker).",
        "B · worker begins (line 3, in worker).",
        "The time of the timer that ends the sleep of B · worker has come: it joins the ready queue.",
        "Because future f6 (sleep) is done, B · worker is put at the end of the ready queue.",
        "B · worker goes on: its sleep is over (line 5, in worker).",
        "B · worker is done, with the result 'b'.",
        "The loop is closed.",
    ];
    let mut rest = story.iter();
    for sentence in expected {
        assert!(rest.any(|told| *told == sentence), "{sentence:?} is missing, or out of order:\n{story:#?}");
    }
}

#[test]
fn a_trace_is_explained_in_the_readers_language() {
    let desk = Desk::with(TWO);
    let _ = desk.record("main.trace");
    let trace = desk.path("main.trace");
    let english = explain(&trace, &["--grep", "begins"]);
    assert!(english.contains("Task-1 · main begins (line 8, in main)."), "{english}");
    assert_eq!(explain(&trace, &["--grep", "begins", "--lang", "en"]), english);
    let turkish = explain(&trace, &["--grep", "başlıyor", "--lang", "tr"]);
    assert!(turkish.contains("Task-1 · main başlıyor (8. satır, main)."), "{turkish}");
    let asked = |arguments: &[&str], locale: &str| {
        let ended = end_of(asyncio101().args(arguments).current_dir(desk.directory()).env("LANG", locale));
        (ended.code, ended.stdout + &ended.stderr)
    };
    let explained = asked(&["explain", "main.trace", "--grep", "başlıyor"], "tr_TR.UTF-8");
    assert_eq!(explained, (0, turkish));
    // The lines of both languages are about the same steps.
    let order = |locale| asked(&["order", "main.trace", "a starts", "b starts"], locale);
    let (english, turkish) = (order("C"), order("tr_TR.UTF-8"));
    let steps =
        |(_, text): &(i32, String)| text.lines().skip(1).map(|line| line[..6].to_owned()).collect::<Vec<_>>();
    assert_eq!(steps(&english), steps(&turkish));
    assert!(
        turkish.1.contains("hazır kuyruğunda") && english.1.contains("in the ready queue"),
        "{turkish:?}"
    );
    let (_, nothing) = asked(&["pstree", "main.trace", "--step", "0", "--lang", "tr"], "C");
    assert!(nothing.contains("bitmemiş task yok"), "{nothing}");
    let (code, refused) = asked(&["pstree", "main.trace", "--lang", "de"], "C");
    assert!(code == 2 && refused.contains("there is no language 'de', only 'en' and 'tr'"), "{refused}");
}

#[test]
fn explain_can_be_narrowed() {
    let desk = Desk::with(TWO);
    let _ = desk.record("main.trace");
    let only = explain(&desk.path("main.trace"), &["--grep", "prints"]);
    assert_eq!(only.lines().count(), 2);
    let first = explain(&desk.path("main.trace"), &["--from", "2", "--to", "4"]);
    assert_eq!(first.lines().map(|line| &line[..6]).collect::<Vec<_>>(), ["     2", "     3", "     4"]);
}

#[test]
fn generators_are_made_run_suspended_and_closed() {
    let desk = Desk::with(
        "def count():\n    yield 1\n    yield 2\n\
         numbers = count()\nprint(next(numbers))\nnumbers.close()\n",
    );
    let _ = desk.record("main.trace");
    let story = explain(&desk.path("main.trace"), &[]);
    let story: Vec<&str> = story.lines().map(|line| line.get(20..).unwrap_or_default()).collect();
    assert_eq!(
        story,
        [
            "Generator count (g1) is made; none of its code has run (line 4).",
            "Generator count (g1) runs (line 1, in count).",
            "Generator count (g1) yields 1 and is suspended (line 2, in count).",
            "The program prints “1” (line 5).",
            "Generator count (g1) runs (line 2, in count).",
            "Generator count (g1) is closed (line 2, in count).",
        ]
    );
}

#[test]
fn generators_that_go_on_and_on_are_left_alone() {
    let program = "def numbers(): \n    yield from range(3)\n\
                   waiting = (number for number in range(10))\n\
                   print(next(waiting), sum(number for number in range(100_000)), [*numbers()])\n";
    let desk = Desk::with(program);
    assert_eq!(desk.record("main.trace").stdout, "0 4999950000 [0, 1, 2]\n");
    let story = explain(&desk.path("main.trace"), &[]);
    let said = |words: &str| story.lines().filter(|line| line.contains(words)).count();
    assert_eq!(said("nothing more is told of it"), 1, "{story}");
    assert_eq!(said("numbers (g3) yields"), 3, "others are told on: {story}");
    assert!(story.lines().count() < 1200, "{}", story.lines().count());
}

#[test]
fn a_sleep_that_a_timeout_ends_is_not_said_to_be_over() {
    let desk = Desk::with(
        "import asyncio\n\nasync def main():\n    try:\n        async with asyncio.timeout(1):\n            \
         await asyncio.sleep(9)\n    except TimeoutError:\n        print('late')\n\nasyncio.run(main())\n",
    );
    assert_eq!(desk.record("main.trace").stdout, "late\n");
    let story = explain(&desk.path("main.trace"), &["--grep", "goes on"]);
    assert!(story.contains("Task-1 · main goes on: its sleep was cancelled, by a timeout, 1 s after it was set (line 6, in main)."), "{story}");
    assert!(!story.contains("is over"), "{story}");
}

#[test]
fn futures_of_the_library_are_called_by_what_the_program_called() {
    let desk = Desk::with(
        "import asyncio\n\nasync def late(lock):\n    async with lock:\n        pass\n\n\
         async def main():\n    lock, queue = asyncio.Lock(), asyncio.Queue()\n    await lock.acquire()\n    \
         async with asyncio.TaskGroup() as group:\n        group.create_task(late(lock), name='L')\n        \
         group.create_task(queue.get(), name='Q')\n        await asyncio.sleep(0)\n        lock.release()\n        \
         await queue.put(1)\n\nasyncio.run(main())\n",
    );
    let _ = desk.record("main.trace");
    let story = explain(&desk.path("main.trace"), &["--grep", "waits for"]);
    let made_by = |who: &str| {
        let line = story.lines().find(|line| line.contains(who))?;
        let awaited = line.split_once("waits for ")?.1.trim_end_matches('.');
        Some(awaited.split_once(" (line").map_or(awaited, |(awaited, _)| awaited).to_owned())
    };
    let found = ["L · late", "Q · Queue.get", "Task-1 · main"].map(|who| made_by(who).unwrap_or_default());
    assert_eq!(
        found,
        ["Lock 1 (future f4)", "future f5 (Queue.get)", "future f6 (TaskGroup.__aexit__)"],
        "{story}"
    );
    let replay = desk.replay();
    let told = replay.stops().notable.iter().map(|step| replay.sentence(&replay.moment(*step).unwrap()));
    let resolved: Vec<String> = told.filter(|sentence| sentence.contains("is done, by")).collect();
    let told: Vec<_> = resolved.iter().map(|sentence| sentence.split_once(" (").unwrap().1).collect();
    assert_eq!(
        told,
        [
            "Lock 1) is done, by Lock.release() in Task-1 · main (line 14, in main).",
            "Queue.get) is done, by Queue.put() in Task-1 · main (line 15, in main).",
        ]
    );
    assert!(resolved.iter().all(|sentence| sentence.starts_with("Future ")), "{resolved:?}");
}

#[test]
fn a_failure_is_told_with_its_exception_and_the_line_that_raised() {
    let desk = Desk::with(
        "import asyncio\n\nasync def fails():\n    await asyncio.sleep(0)\n    raise ValueError('no')\n\nasync def main():\n    \
         try:\n        await asyncio.create_task(fails(), name='F')\n    except ValueError:\n        pass\n\nasyncio.run(main())\n",
    );
    let replay = desk.replay();
    let told = replay.sentence(&replay.moment(replay.first_failure().unwrap()).unwrap());
    assert_eq!(told, "F · fails raises ValueError('no') (line 5, in fails).");
    let story = explain(&desk.path("main.trace"), &["--grep", "ValueError"]);
    assert!(story.contains("F · fails ends with ValueError('no')."), "{story}");
    assert!(story.contains("F · fails has failed, with ValueError('no') (line 5, in fails)."), "{story}");
}

#[test]
fn what_the_program_does_is_told_and_what_cleans_up_behind_it_is_not() {
    let replay = Desk::with(TWO).replay();
    let told = replay.stops().notable.iter().map(|step| replay.sentence(&replay.moment(*step).unwrap()));
    let told: Vec<String> = told.collect();
    assert!(told.iter().any(|sentence| sentence.starts_with("A · worker goes on")), "{told:#?}");
    assert!(told.iter().all(|sentence| !sentence.contains("shutdown_asyncgens")), "{told:#?}");
    assert!(
        (1..=replay.len())
            .any(|step| { replay.sentence(&replay.moment(step).unwrap()).contains("shutdown_asyncgens") })
    );
}

#[test]
fn a_running_task_is_where_it_was_seen_last() {
    let desk = Desk::with(
        "import asyncio\n\nasync def main():\n    await asyncio.sleep(0)\n    print('here')\n\nasyncio.run(main())\n",
    );
    let replay = desk.replay();
    let printed = replay.printed()[0].step;
    let line = |step| replay.await_tree(&replay.state(step)).roots[0].frames.last().map(|frame| frame.line);
    assert_eq!((line(printed - 1), line(printed)), (Some(4), Some(5)));
}

#[test]
fn a_blocked_loop_is_found_where_it_was_blocked() {
    let desk = Desk::with(
        "import asyncio, time\n\nasync def rude():\n    time.sleep(0.2)\n    print('done')\n\nasyncio.run(rude())\n",
    );
    let replay = desk.replay();
    let [finding] = replay.findings() else { panic!("{:?}", replay.findings()) };
    assert!(matches!(finding.problem, Problem::Blocked { .. }), "{finding:?}");
    let told = replay.sentence(&replay.moment(finding.step).unwrap());
    assert!(
        told.starts_with("The program blocks its thread for 200 ms") && told.contains("line 4"),
        "{told}"
    );
}

#[test]
fn a_suspended_generator_shows_its_variables() {
    let desk = Desk::with(
        "def powers(base):\n    value, seen = base, [1]\n    while True:\n        yield value\n        \
         seen.append(value)\n        value *= base\n\
         for number in powers(3):\n    if number > 9:\n        break\n",
    );
    let replay = desk.replay();
    let variables = |step| {
        let generator = replay.state(step).generators.get(&1).copied();
        generator.map(|generator| replay.names().text(generator.variables).to_owned()).unwrap_or_default()
    };
    let mut seen: Vec<String> = (0..=replay.len()).map(variables).collect();
    seen.dedup();
    assert_eq!(
        seen,
        [
            "",
            "base = 3, value = 3, seen = [1]",
            "",
            "base = 3, value = 9, seen = [1, 3]",
            "",
            "base = 3, value = 27, seen = [1, 3, 9]",
            "",
        ]
    );
}

#[test]
fn lines_are_recorded_with_what_they_changed() {
    let desk = Desk::with("def double(x):\n    y = x + x\n    return y\nprint(double(4))\n");
    let ended =
        end_of(run().args(["--trace", "t", "--trace-lines", "main.py"]).current_dir(desk.directory()));
    assert_eq!(ended.stdout, "8\n");
    let story = explain(&desk.path("t"), &["--grep", "about to run"]);
    let story: Vec<&str> = story.lines().map(|line| line.get(20..).unwrap_or_default()).collect();
    assert_eq!(
        story,
        [
            "The program is about to run the next line (line 1).",
            "The program is about to run the next line (line 4).",
            "Now x = 4; the program is about to run the next line (line 2, in double).",
            "Now y = 8; the program is about to run the next line (line 3, in double).",
        ]
    );
}

#[test]
fn a_reader_is_called_by_its_function() {
    let desk = Desk::with(
        "import asyncio, os\n\
         async def main():\n    loop, (read, write) = asyncio.get_running_loop(), os.pipe()\n    got = loop.create_future()\n\
         \x20   def on_readable():\n        loop.remove_reader(read)\n        got.set_result(os.read(read, 1))\n\
         \x20   loop.add_reader(read, on_readable)\n    os.write(write, b'x')\n    print(await got)\n\
         asyncio.run(main())\n",
    );
    assert_eq!(desk.record("main.trace").stdout, "b'x'\n");
    let story = explain(&desk.path("main.trace"), &["--grep", "on_readable()"]);
    let story: Vec<&str> = story.lines().map(|line| line.get(20..).unwrap_or_default()).collect();
    // Which number a pipe gets is the system's business.
    let ready =
        story[0].trim_start_matches("Descriptor ").trim_start_matches(|digit: char| digit.is_ascii_digit());
    assert_eq!(ready, " can be read, so on_readable() is put at the end of the ready queue.");
    assert_eq!(story[1], "on_readable() runs.");
}

#[test]
fn a_task_that_two_await_hangs_below_both() {
    let desk = Desk::with(
        "import asyncio\n\
         async def inner():\n    await asyncio.sleep(1)\n\
         async def outer(task):\n    await task\n\
         async def main():\n    task = asyncio.create_task(inner(), name='I')\n\
         \x20   await asyncio.gather(outer(task), outer(task))\n\
         asyncio.run(main())\n",
    );
    let _ = desk.record("main.trace");
    let tree = end_of(asyncio101().arg("pstree").arg(desk.path("main.trace"))).stdout;
    let below: Vec<&str> =
        tree.lines().map(|line| line.trim_start_matches([' ', '│', '├', '└', '─'])).collect();
    let of_inner = ["(T) I", "inner main.py:3"];
    let of = |name| [name, "outer main.py:5", of_inner[0], of_inner[1]];
    assert_eq!(below[2..], [of("(T) Task-2"), of("(T) Task-3")].concat(), "{tree}");
}

#[test]
fn a_trace_that_was_cut_off_is_read_and_said_to_be() {
    let desk = Desk::with(TWO);
    let _ = desk.record("whole");
    let whole = fs::read(desk.path("whole")).unwrap();
    let mut cut = 0;
    for length in (whole.len() / 2..).take(8) {
        fs::write(desk.path("part"), &whole[..length]).unwrap();
        let ended = end_of(asyncio101().arg("explain").arg(desk.path("part")));
        assert_eq!(ended.code, 0);
        let replay = Replay::read(&whole[..length]).unwrap();
        assert_eq!(
            ended.stderr.contains(&format!("is cut off behind step {}", replay.len())),
            replay.is_cut_off()
        );
        cut += usize::from(replay.is_cut_off());
    }
    // Between two records nobody can tell.
    assert!(cut > 0);
    assert!(!Replay::read(whole).unwrap().is_cut_off());
}

/// Longer than what the argument of one instruction can jump over.
#[test]
fn lines_of_a_long_loop_and_of_the_library_run_as_they_would_unrecorded() {
    let body: String = (0..80).map(|n| format!("        x{n} = i + {n}\n")).collect();
    let desk = Desk::with(&format!(
        "import enum, json, typing\nfrom dataclasses import dataclass\n\n@dataclass\nclass Point:\n    x: int\n\n\
         def work():\n    total = 0\n    for i in range(3):\n{body}        total += x79\n    return total\n\n\
         print(work(), Point(1))\n"
    ));
    let ended =
        end_of(run().args(["--trace", "t", "--trace-lines", "main.py"]).current_dir(desk.directory()));
    assert_eq!((ended.stdout.as_str(), ended.stderr.as_str(), ended.code), ("240 Point(x=1)\n", "", 0));
    let story = explain(&desk.path("t"), &["--grep", "next line"]);
    let of = |line: &str| story.lines().filter(|told| told.ends_with(line)).count();
    assert_eq!((of("(line 11, in work)."), of("(line 90, in work)."), of("(line 91, in work).")), (3, 3, 3));
    // What the library compiles for itself is none of the program's lines.
    assert!(!story.contains("__create_fn__"), "{story}");
}

#[test]
fn values_are_told_without_asking_the_program() {
    let desk = Desk::with(
        "import asyncio\n\
         class Loud:\n    def __repr__(self):\n        print('asked')\n        return '!'\n\
         async def give(value):\n    return value\n\
         async def main():\n    for value in (1.5, [1, ('a',), [[2]], Loud()], {'k': None, 2: {}}, Loud(), list(range(9))):\n\
         \x20       await asyncio.create_task(give(value))\n\
         asyncio.run(main())\n",
    );
    assert_eq!(desk.record("main.trace").stdout, "");
    let story = explain(&desk.path("main.trace"), &["--grep", "with the result"]);
    let told: Vec<&str> = story
        .lines()
        .filter_map(|line| line.split_once("with the result "))
        .map(|(_, value)| value)
        .collect();
    let expected = [
        "1.5.",
        "[1, ('a',), [<list>], <Loud>].",
        "{'k': None, 2: {}}.",
        "<Loud>.",
        "[0, 1, 2, 3, 4, 5, …].",
    ];
    assert_eq!(told, expected);
}

#[test]
fn pstree_shows_who_awaits_whom() {
    let desk = Desk::with(TWO);
    let _ = desk.record("main.trace");
    let tree = end_of(asyncio101().arg("pstree").arg(desk.path("main.trace"))).stdout;
    // The lines of the library may move with its version.
    let tree: Vec<&str> = tree.lines().map(|line| line.split(" asyncio/").next().unwrap()).collect();
    assert_eq!(
        tree,
        [
            "└── (T) Task-1",
            "    └──  main main.py:9",
            "        └──  TaskGroup.__aexit__",
            "            └──  TaskGroup._aexit",
            "                ├── (T) A",
            "                │   └──  worker main.py:5",
            "                └── (T) B",
            "                    └──  worker main.py:5",
        ]
    );
}

#[test]
fn pstree_of_one_task_shows_the_programs_and_not_what_the_library_cleans_up_with() {
    let desk = Desk::with(
        "import asyncio\nasync def main():\n    await asyncio.to_thread(print)\n    await asyncio.sleep(1)\nasyncio.run(main())\n",
    );
    let _ = desk.record("main.trace");
    let tree = end_of(asyncio101().arg("pstree").arg(desk.path("main.trace"))).stdout;
    assert!(tree.contains("main main.py:4"), "{tree}");
}

#[test]
fn pstree_shows_the_tasks_of_all_loops() {
    let desk = Desk::with(
        "import asyncio, threading\nboth = threading.Barrier(2)\nasync def nap():\n    both.wait()\n    await asyncio.sleep(1)\n\
         def run():\n    asyncio.run(nap())\nthread = threading.Thread(target=run)\nthread.start()\nrun()\nthread.join()\n",
    );
    let _ = desk.record("main.trace");
    let tree = end_of(asyncio101().arg("pstree").arg(desk.path("main.trace"))).stdout;
    assert_eq!(tree.matches("nap main.py:5").count(), 2, "{tree}");
}

#[test]
fn perfetto_gets_one_lane_for_each_task() {
    let desk = Desk::with(TWO);
    let _ = desk.record("main.json");
    let json: Value = serde_json::from_slice(&fs::read(desk.path("main.json")).unwrap()).unwrap();
    let events = json["traceEvents"].as_array().unwrap();
    let lane = |name: &str| {
        let named = |event: &&Value| event["ph"] == "M" && event["args"]["name"] == name;
        events.iter().find(named).unwrap_or_else(|| panic!("no lane for {name}"))["tid"].clone()
    };
    let slices =
        |tid: &Value| events.iter().filter(|event| event["ph"] == "X" && event["tid"] == *tid).count();
    assert_eq!(slices(&lane("A · worker")), 2);
    assert_eq!(slices(&lane("B · worker")), 2);
    assert_eq!(slices(&lane("event loop")), 2); // it waited for each of the two sleeps
}

#[test]
fn waiting_on_the_virtual_clock_takes_no_time() {
    let desk = Desk::with(
        "import asyncio, time\n\
         began = time.monotonic()\n\
         asyncio.run(asyncio.sleep(3600))\n\
         time.sleep(3600)\n\
         print(round(time.monotonic() - began))\n",
    );
    // Had it waited, it would have been killed: nothing here may take two hours.
    assert_eq!(desk.record("main.trace").stdout, "7200\n");
}

#[test]
fn with_a_seed_chance_repeats_itself() {
    let program = "import os, random, secrets, uuid\n\
         print(random.random(), random.Random().random(), secrets.token_hex(4), uuid.uuid4(), os.urandom(3), hash('x'))\n";
    let draws = |seed: &str| end_of(run().args(["--seed", seed, "-c", program])).stdout;
    assert_eq!(draws("7"), draws("7"));
    assert_ne!(draws("7"), draws("8"));
    let unseeded = || end_of(run().args(["-c", program])).stdout;
    assert_ne!(unseeded(), unseeded());
    let of_its_own = "import random; print(random.Random(1).random())";
    let seeded = end_of(run().args(["--seed", "7", "-c", of_its_own])).stdout;
    assert_eq!(seeded, "0.13436424411240122\n", "a seed of the program's own is its own");
}

#[test]
fn what_the_library_loads_late_is_said() {
    let desk = Desk::with(
        "import asyncio\nasync def main():\n    asyncio.create_subprocess_exec\nasyncio.run(main())\n",
    );
    let mut command = run();
    command.args(["--trace", "main.trace", "main.py"]).current_dir(desk.directory());
    assert_eq!(end_of(&mut command).code, 0);
    let story = explain(&desk.path("main.trace"), &[]);
    assert!(story.contains("The module asyncio.subprocess is loaded, at its first use, in "), "{story}");
}

#[test]
fn a_thread_on_the_virtual_clock_is_waited_for() {
    let desk = Desk::with(
        "import asyncio\n\
         async def main():\n    print(await asyncio.to_thread(sum, range(10)))\n\
         asyncio.run(main())\n",
    );
    assert_eq!(desk.record("main.trace").stdout, "45\n");
}

#[test]
fn what_cannot_be_done_is_said_in_one_line() {
    let desk = Desk::with("print(1)\n");
    let _ = desk.record("t");
    for (arguments, code, complaint) in [
        (&["explain", "nothing.trace"][..], 2, "can't open trace nothing.trace"),
        (&["explain", "main.py"], 1, "this is no trace of asyncio101"),
        (&["pstree", "main.py"], 1, "this is no trace of asyncio101"),
        (&["explain"], 2, "explain which trace?"),
        (&["run", "--trace-lines", "main.py"], 2, "--trace-lines needs --trace FILE"),
        (&["run", "--clock", "sun", "main.py"], 2, "there is no clock \"sun\""),
        (
            &["run", "--trace", "no/such/place.trace", "main.py"],
            2,
            "can't write the trace no/such/place.trace",
        ),
        (&["run", "--trace", "main.py"], 2, "--trace main.py would write over a program"),
        (&["explain", "t", "--from", "9999"], 1, "t: there is no step 9999: the last one is "),
        (&["explain", "t", "--from", "3", "--to", "2"], 2, "there is nothing from step 3 to step 2"),
    ] {
        let ended = end_of(asyncio101().args(arguments).current_dir(desk.directory()));
        assert_eq!(ended.stdout, "", "nothing was begun: {arguments:?}");
        assert_eq!(ended.code, code, "{arguments:?}: {ended:#?}");
        assert_eq!(ended.stderr.lines().count(), 1, "{arguments:?}: {ended:#?}");
        assert!(ended.stderr.contains(complaint), "{arguments:?}: {ended:#?}");
    }
}
