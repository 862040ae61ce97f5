//! The advice for coroutines that were never awaited: each is followed to the letter, and CPython says whether the program
//! works then. Where nothing is certain, nothing is advised, and the line is the one that CPython warns of.

mod common;

use std::fs;
use std::process::ExitCode;

use asyncio101::replay::fact::{Advice, Fault};
use common::{Desk, end_of, python, run_tests, tests};

fn main() -> ExitCode {
    run_tests(
        tests![
            what_is_not_certain_is_not_advised,
            what_needs_asyncio_is_not_advised_without_it,
            what_the_loop_or_a_thread_calls_is_told
        ],
        tests![what_is_advised_works],
    )
}

/// What is advised for a program's coroutines, each once, and the lines they lead to.
fn advice(desk: &Desk) -> Vec<(Advice, Option<u32>)> {
    let replay = desk.replay();
    let mut all = Vec::new();
    for finding in replay.findings() {
        if let Fault::NeverAwaited { advice, .. } = replay.fault(finding) {
            let told = (advice, replay.line_of(finding));
            if !all.contains(&told) {
                all.push(told);
            }
        }
    }
    all
}

/// The program with what is advised for that line, and no more.
fn followed(program: &str, advice: &Advice, line: u32) -> String {
    let mut lines: Vec<String> = program.lines().map(str::to_owned).collect();
    let at = line as usize - 1;
    let mut replace = |at: usize, from: &str, to: &str| {
        assert!(lines[at].contains(from), "no {from} in {}", lines[at]);
        lines[at] = lines[at].replace(from, to);
    };
    match advice {
        Advice::Await(call) => replace(at, call, &format!("await {call}")),
        Advice::AwaitFirst { call, rest } => {
            replace(at, &format!("{call}{rest}"), &format!("(await {call}){rest}"));
        }
        Advice::Run { call, of } => replace(at, of.as_ref().unwrap_or(call), &format!("asyncio.run({call})")),
        Advice::MakeTask(call) | Advice::TaskInCallback { call, .. } => {
            replace(at, call, &format!("asyncio.create_task({call})"));
        }
        Advice::Spread { call, .. } => replace(at, &call.replacen("(*", "(", 1), call),
        Advice::InsteadOf { call, of, .. } => replace(at, of, &format!("await {call}")),
        Advice::FromThread { call, of, .. } => {
            let call_there = format!("asyncio.run_coroutine_threadsafe({call}, loop)");
            replace(at, of.as_ref().unwrap_or(call), &call_there);
        }
        Advice::MakeAsync { call, of, function, start } => {
            replace(at, of.as_ref().unwrap_or(call), &format!("await {call}"));
            let definition = format!("def {function}(");
            for line in &mut lines {
                match start {
                    _ if line.contains(&definition) => {
                        *line = line.replace(&definition, &format!("async {definition}"))
                    }
                    Some(start) => {
                        let call = start.trim_start_matches("await ").trim_start_matches("asyncio.run");
                        let call = if start.starts_with("await ") { call } else { &call[1..call.len() - 1] };
                        *line = line.replace(call, start);
                    }
                    None => {}
                }
            }
        }
        Advice::RunInside { call, main } => {
            let indent = lines[at].len() - lines[at].trim_start().len();
            let indent = " ".repeat(indent);
            assert!(lines[at].contains(call.as_str()));
            let run = format!("asyncio.run({main}())");
            let statement = lines[at].replace(&format!("asyncio.run({call})"), &run).replace(call, &run);
            lines[at] = format!("{indent}async def {main}(): return await {call}\n{statement}");
        }
        Advice::NotForCallbacks(_) | Advice::Unknown => panic!("nothing to follow: {advice:?}"),
    }
    lines.join("\n") + "\n"
}

/// What every program begins with: a coroutine function that says that it ran, and its class.
const HEAD: &str = "import asyncio, threading\n\
    async def work(n=0):\n    await asyncio.sleep(0)\n    print('worked')\n    return {'id': n}\n\
    class Base:\n    async def setup(self): print('worked')\n";
/// As many lines as that has.
const HEAD_LINES: u32 = 7;

/// Where `main` is all there is to add.
fn in_main(body: &str) -> String {
    format!("async def main():\n    {}\nasyncio.run(main())\n", body.replace('\n', "\n    "))
}

fn what_is_advised_works() {
    let in_main = [
        ("work()", 2),
        ("print(work()['id'])", 2),
        ("print(f'{work()!r:>3}')", 2),
        ("try: print(work().keys())\nexcept AttributeError: pass", 2),
        ("result = work()\nprint(result)", 2),
        ("if work(): print('yes')", 2),
        ("for key in work(): print(key)", 2),
        ("print([work(n) for n in range(2)])", 2),
        ("await asyncio.sleep(0); work()", 2),
        ("all = [work(n) for n in range(2)]\nprint(await asyncio.gather(all))", 3),
        ("all = []\nfor n in range(2): all.append(work(n))\nprint(await asyncio.gather(all))", 4),
        ("print(await asyncio.gather([work(n) for n in range(2)]))", 2),
        ("all = (work(1), work(2))\nprint(await asyncio.gather(all))", 3),
        ("all = {work(1), work(2)}\nprint(await asyncio.gather(all))", 3),
        ("print(await asyncio.gather((work(1), work(2))))", 2),
        ("print(await asyncio.gather({work(n) for n in range(2)}))", 2),
        ("all = [work(n) for n in range(2)]\nawait asyncio.wait(all)", 2),
        ("await asyncio.wait([work()])", 2),
        ("try: await asyncio.wait([work(1)])\nexcept TypeError: pass\nasyncio.create_task(work(2))\nawait asyncio.sleep(0)", 2),
        ("repos = [asyncio.Queue()]\nrepos[0].put(1)\nprint('worked' if repos[0].qsize() else 'no')", 3),
        ("asyncio.wait_for(work(), 1)", 2),
        ("asyncio.run(work())", 2),
        ("await asyncio.run(work())", 2),
        ("asyncio.get_running_loop().run_until_complete(work())", 2),
        ("asyncio.get_running_loop().call_soon(lambda: work())\nawait asyncio.sleep(0.1)", 2),
    ]
    .map(|(body, line)| (in_main(body), line));
    let others = [
        ("work()\n", 1),
        ("print(work())\n", 1),
        ("asyncio.run(asyncio.gather(work(1), work(2)))\n", 1),
        ("asyncio.gather(work(1), work(2))\n", 1),
        ("a, b = asyncio.run(asyncio.gather(*[work(n) for n in range(2)]))\n", 1),
        ("asyncio.create_task(work())\n", 1),
        ("def main():\n    asyncio.gather(work(1), work(2))\nmain()\n", 2),
        ("def main():\n    asyncio.create_task(work())\nmain()\n", 2),
        ("def main():\n    work()\nmain()\n", 2),
        ("def main():\n    work()\nasyncio.run(main())\n", 2),
        ("def helper():\n    work()\nasync def main():\n    helper()\nasyncio.run(main())\n", 2),
        ("def get(n):\n    return work(n)\nasync def main():\n    await get(1)\n    get(2)\nasyncio.run(main())\n", 5),
        (
            "class Child(Base):\n    async def setup(self):\n        super().setup()\nasyncio.run(Child().setup())\n",
            3,
        ),
        (
            "def done(task):\n    work()\nasync def main():\n    task = asyncio.create_task(asyncio.sleep(0))\n    \
             task.add_done_callback(done)\n    await asyncio.sleep(0.1)\nasyncio.run(main())\n",
            2,
        ),
        (
            "def in_thread():\n    asyncio.create_task(work())\nasync def main():\n    global loop\n    \
             loop = asyncio.get_running_loop()\n    thread = threading.Thread(target=in_thread)\n    thread.start()\n    \
             await asyncio.to_thread(thread.join)\n    await asyncio.sleep(0.1)\nasyncio.run(main())\n",
            2,
        ),
    ]
    .map(|(program, line)| (program.to_owned(), line));
    let mut wrong = Vec::new();
    for (program, line) in in_main.into_iter().chain(others) {
        let program = format!("{HEAD}{program}");
        let line = line + HEAD_LINES;
        let desk = Desk::with(&program);
        let advice = advice(&desk);
        let [(advice, Some(at))] = &advice[..] else {
            wrong.push(format!("{program}{advice:?}"));
            continue;
        };
        if *advice == Advice::Unknown || *at != line {
            wrong.push(format!("{program}{advice:?} {at}"));
            continue;
        }
        let followed = followed(&program, advice, line);
        fs::write(desk.path("followed.py"), &followed).unwrap();
        let ended = end_of(python().arg("followed.py").current_dir(desk.directory()));
        if ended.code != 0 || !ended.stderr.is_empty() || !ended.stdout.contains("worked") {
            wrong.push(format!("{followed}{advice:?}\n{ended:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn what_is_not_certain_is_not_advised() {
    for (program, line) in [
        // Not by what is called so.
        ("f = work\n@main\nawait work()\nf()", Some(4)),
        ("table = {'a': work}\n@main\nasyncio.create_task(work())\ntable['a']()", Some(4)),
        ("@main\ntask = asyncio.create_task(work())\nlist(map(work, [1]))\nawait task", Some(3)),
        // Nor by what is awaited later, or by somebody else.
        ("@main\nc = work(1)\nc = asyncio.create_task(work(2))\nawait c", Some(2)),
        ("@main\nprint(any(work(n) for n in range(1)))", Some(2)),
        ("@main\nlist(map(lambda n: work(n), [1]))", Some(2)),
        (
            "@main\nasyncio.get_running_loop().call_later(0, lambda: print(work()))\nawait asyncio.sleep(0.1)",
            Some(2),
        ),
        ("def make(): return [work(n) for n in range(2)]\n@main\na, b = make()\nawait a", Some(1)),
        // Nor by one of two that stand on a line.
        ("@main\nwork(1) if work(2) else None", Some(2)),
        ("@main\nprint(work(1) if not await work(2) else work(3))", Some(2)),
        ("@main\nif work(1) and work(2): pass", Some(2)),
        ("@main\nwork(work())", Some(2)),
        // What a coroutine's result has not.
        ("@main\ntry: work().add_done_callback(print)\nexcept AttributeError: pass", Some(2)),
        // What cannot be a coroutine's.
        (
            "class App(asyncio.Protocol):\n    def connection_made(self, transport): work()\n@main\nApp().connection_made(None)",
            Some(2),
        ),
        (
            "class App(threading.Thread):\n    def run(self): work()\n@main\napp = App()\napp.start()\napp.join()",
            Some(2),
        ),
        ("def hook(): work()\n@main\nglobals()['hook']()", Some(1)),
        ("class App:\n    def __init__(self): work()\n@main\nApp()", Some(2)),
        ("class App:\n    @property\n    def value(self): return work()\n@main\nApp().value", Some(5)),
        ("def setup(): work()\n@main\nfor call in [setup]: call()", Some(1)),
    ] {
        let (before, body) = program.split_once("@main\n").unwrap();
        nothing_is_advised(&format!("{before}{}", in_main(body)), line);
    }
    for (program, line) in [
        // What runs a loop cannot be a coroutine's, nor what returns something else to be awaited.
        ("def main():\n    work()\n    asyncio.run(work(1))\nmain()\n", 2),
        (
            "def pause():\n    work()\n    return asyncio.sleep(0)\nasync def main():\n    await pause()\nasyncio.run(main())\n",
            2,
        ),
        (
            "def start(): work()\ndef call(it=start): it()\nasync def main():\n    call()\nasyncio.run(main())\n",
            1,
        ),
        ("try: asyncio.run(asyncio.create_task(work()))\nexcept RuntimeError: pass\n", 1),
        (
            "async def main():\n    try: asyncio.run(work())[0]\n    except RuntimeError: pass\nasyncio.run(main())\n",
            2,
        ),
        (
            "async def main():\n    try:\n        async for x in work(): pass\n    except TypeError: pass\nasyncio.run(main())\n",
            3,
        ),
        (
            "async def main():\n    try: await asyncio.gather([work(1)], [work(2)])\n    except TypeError: pass\nasyncio.run(main())\n",
            2,
        ),
        (
            "async def main():\n    try: await asyncio.gather([work(1)] + [work(2)])\n    except TypeError: pass\nasyncio.run(main())\n",
            2,
        ),
        (
            "async def main():\n    all = {'a': work(1)}\n    try: await asyncio.gather(all)\n    except TypeError: pass\nasyncio.run(main())\n",
            3,
        ),
        (
            "async def main():\n    try: await asyncio.gather({'a': work(1)})\n    except TypeError: pass\nasyncio.run(main())\n",
            2,
        ),
        // Not every callback is a loop's.
        (
            "import concurrent.futures\ndef finished(_): work()\nrelease = threading.Event()\n\
             pool = concurrent.futures.ThreadPoolExecutor()\npool.submit(release.wait).add_done_callback(finished)\n\
             release.set()\npool.shutdown()\n",
            2,
        ),
    ] {
        nothing_is_advised(program, Some(line));
    }
}

/// Lines are counted from what stands behind the head.
fn nothing_is_advised(program: &str, line: Option<u32>) {
    let program = format!("{HEAD}{program}");
    let found = advice(&Desk::with(&program));
    let expected = line.map(|line| line + HEAD_LINES);
    assert_eq!(found, [(Advice::Unknown, expected)], "{program}");
}

fn what_needs_asyncio_is_not_advised_without_it() {
    let work = "async def work(): print('worked')\nwork()\n";
    for (import, is_advised) in [
        ("import asyncio", true),
        ("import sys, asyncio", true),
        ("import asyncio as aio", false),
        ("from asyncio import run", false),
    ] {
        let found = advice(&Desk::with(&format!("{import}\n{work}")));
        let expected = match is_advised {
            true => Advice::Run { call: "work()".to_owned(), of: None },
            false => Advice::Unknown,
        };
        assert_eq!(found, [(expected, Some(3))], "{import}");
    }
}

fn what_the_loop_or_a_thread_calls_is_told() {
    for (body, to) in [
        (
            "await asyncio.create_task(work())\nasyncio.get_running_loop().call_later(0, work)\nawait asyncio.sleep(1)",
            "call_later",
        ),
        ("await asyncio.create_task(work())\nprint(await asyncio.to_thread(work))", "to_thread"),
    ] {
        let found = advice(&Desk::with(&format!("{HEAD}{}", in_main(body))));
        assert_eq!(found, [(Advice::NotForCallbacks(to.to_owned()), Some(HEAD_LINES + 3))], "{body}");
    }
}
