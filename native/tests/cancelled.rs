//! What is told of cancellations that do not come the usual way, of what a task cannot wait for, and of tasks that begin at
//! once.

mod common;

use asyncio101::replay::Replay;
use asyncio101::replay::say::english;
use asyncio101::trace::Event;
use common::Desk;
use common::told::{assert_told, told};

/// The English sentences that begin with a task's name, without that.
fn of(replay: &Replay, task: &str) -> Vec<String> {
    let all = told(replay, &format!("{task} "));
    all.into_iter()
        .filter_map(|[english, _]| Some(english.strip_prefix(task)?.trim_start().to_owned()))
        .collect()
}

#[test]
fn a_cancellation_that_is_thrown_in_is_why_a_task_goes_on() {
    let replay = Desk::with(
        "import asyncio\nasync def get(future):\n    await future\n\
         async def turn():\n    await asyncio.sleep(0)\n\
         async def main():\n    future = asyncio.get_running_loop().create_future()\n    \
         a = asyncio.create_task(get(future), name='A')\n    b = asyncio.create_task(turn(), name='B')\n    \
         await asyncio.sleep(0)\n    future.set_result(1)\n    a.cancel()\n    b.cancel()\n    \
         await asyncio.wait([a, b])\n\
         asyncio.run(main())\n",
    )
    .replay();
    let goes_on = told(&replay, "goes on: it was asked");
    assert_eq!(
        goes_on,
        [
            [
                "B · turn goes on: it was asked to cancel, because line 13 called cancel() (line 5, in turn).",
                "B · turn devam ediyor: iptal edilmesi istenmişti; nedeni: 13. satırda cancel() çağrıldı (5. satır, turn).",
            ],
            [
                "A · get goes on: it was asked to cancel, because line 12 called cancel() (line 3, in get).",
                "A · get devam ediyor: iptal edilmesi istenmişti; nedeni: 12. satırda cancel() çağrıldı (3. satır, get).",
            ],
        ]
    );
    assert_eq!(
        told(&replay, "is thrown into A"),
        [[
            "A CancelledError is thrown into A · get, because line 12 called cancel() (line 3, in get).",
            "A · get içinde bir CancelledError fırlatılıyor; nedeni: 12. satırda cancel() çağrıldı (3. satır, get).",
        ]]
    );
    for task in ["A · get", "B · turn"] {
        assert!(
            of(&replay, task).iter().any(|told| told.starts_with("lets its cancellation through")),
            "{task}"
        );
    }
}

#[test]
fn a_request_that_is_taken_back_is_thrown_into_nobody() {
    let replay = Desk::with(
        "import asyncio\nasync def main():\n    me = asyncio.current_task()\n    me.cancel()\n    me.uncancel()\n    \
         await asyncio.sleep(0)\n\
         asyncio.run(main())\n",
    )
    .replay();
    assert!(told(&replay, "thrown").is_empty());
    assert_eq!(told(&replay, "main goes on: the others have run").len(), 1);
}

#[test]
fn a_task_that_is_cancelled_before_its_first_step_does_not_begin() {
    let replay = Desk::with(
        "import asyncio\nasync def work():\n    print('never')\n\
         async def main():\n    task = asyncio.create_task(work(), name='W')\n    task.cancel()\n    \
         await asyncio.wait([task])\n\
         asyncio.run(main())\n",
    )
    .replay();
    assert_eq!(
        told(&replay, "W · work")[5..9],
        [
            [
                "W · work takes its first step, but was asked to cancel before, because line 6 called cancel(): none of its code \
                 runs.",
                "W · work: ilk sırası geldi, ama önceden iptal edilmesi istenmişti, kodunun hiçbir satırı çalışmayacak; \
                 nedeni: 6. satırda cancel() çağrıldı.",
            ],
            [
                "A CancelledError is thrown into W · work, because line 6 called cancel().",
                "W · work içinde bir CancelledError fırlatılıyor; nedeni: 6. satırda cancel() çağrıldı.",
            ],
            ["W · work ends, cancelled before it had begun.", "W · work başlamadan iptal edildi ve bitti."],
            ["W · work is cancelled.", "W · work iptal edildi."],
        ]
    );
    assert!(told(&replay, "W · work begins").is_empty());
}

/// Tasks that end cancelled, each in a way of its own.
const ENDINGS: &str = "\
import asyncio

async def sleeper():
    await asyncio.sleep(9)

async def awaits(other):
    await other

async def raises():
    raise asyncio.CancelledError

async def returns():
    asyncio.current_task().cancel()
    return 1

async def asks_and_waits():
    asyncio.current_task().cancel()
    await asyncio.sleep(9)

async def main():
    sleeping = asyncio.create_task(sleeper(), name='S')
    future = asyncio.get_running_loop().create_future()
    future.cancel()
    tasks = [
        asyncio.create_task(awaits(sleeping), name='A'),
        asyncio.create_task(awaits(future), name='F'),
        asyncio.create_task(raises(), name='R'),
        asyncio.create_task(returns(), name='L'),
        asyncio.create_task(asks_and_waits(), name='W'),
    ]
    await asyncio.sleep(1)
    sleeping.cancel()
    await asyncio.wait(tasks)
    print(*(task.cancelled() for task in tasks))

asyncio.run(main())
";

#[test]
fn how_a_task_comes_to_be_cancelled_is_told() {
    let desk = Desk::with(ENDINGS);
    assert_eq!(desk.record("main.trace").stdout, "True True True True True\n");
    let replay = desk.replay();
    for (part, expected) in [
        (
            "S · sleeper lets",
            [
                "S · sleeper lets its cancellation through and ends.",
                "S · sleeper iptale karşı koymadı ve bitti.",
            ],
        ),
        (
            "A · awaits ends",
            [
                "A · awaits ends with a CancelledError, because S · sleeper was cancelled, which it awaited.",
                "A · awaits bir CancelledError ile bitti, çünkü await ettiği iptal edildi: S · sleeper.",
            ],
        ),
        (
            "F · awaits ends",
            [
                "F · awaits ends with a CancelledError, because future f3 was cancelled, which it awaited.",
                "F · awaits bir CancelledError ile bitti, çünkü await ettiği iptal edildi: future f3.",
            ],
        ),
        (
            "R · raises ends",
            [
                "R · raises ends with a CancelledError, though nobody asked it to cancel.",
                "R · raises bir CancelledError ile bitti, ama iptal edilmesini isteyen olmamıştı.",
            ],
        ),
        (
            "L · returns returns",
            [
                "L · returns returns, but it was asked to cancel: it counts as cancelled.",
                "L · returns döndü, ama iptal edilmesi istenmişti: İptal edilmiş sayılır.",
            ],
        ),
        (
            "W · asks_and_waits goes on",
            [
                "W · asks_and_waits goes on: its sleep was cancelled, because line 17 called cancel() (line 18, in \
                 asks_and_waits).",
                "W · asks_and_waits devam ediyor: uykusu iptal edildi; nedeni: 17. satırda cancel() çağrıldı (18. satır, \
                 asks_and_waits).",
            ],
        ),
        (
            "W · asks_and_waits lets",
            [
                "W · asks_and_waits lets its cancellation through and ends.",
                "W · asks_and_waits iptale karşı koymadı ve bitti.",
            ],
        ),
    ] {
        assert_eq!(told(&replay, part), [expected]);
    }
}

/// Awaits what cannot be awaited, in four ways, and goes on after each.
const UNFIT: &str = "\
import asyncio, types

class Bad:
    def __await__(self):
        yield 42

@types.coroutine
def bare(future):
    yield future

async def itself():
    await asyncio.current_task()

async def main():
    other = asyncio.new_event_loop()
    here = asyncio.get_running_loop().create_future()
    for awaited in other.create_future(), Bad(), bare(here), asyncio.create_task(itself(), name='I'):
        try:
            await awaited
        except RuntimeError as error:
            print(type(error).__name__)
    other.close()

asyncio.run(main())
";

#[test]
fn a_task_that_cannot_wait_for_what_it_awaits_is_not_over() {
    let desk = Desk::with(UNFIT);
    assert_eq!(desk.record("main.trace").stdout, "RuntimeError\n".repeat(4));
    let replay = desk.replay();
    let sentences = told(&replay, "cannot wait for that");
    let lines = [
        (
            "Task-1 · main awaits a future of another loop",
            "Task-1 · main başka bir döngünün future’ını await etti",
            "19",
            "main",
        ),
        (
            "Task-1 · main yields what is no future",
            "Task-1 · main future olmayan bir şeyi yield etti",
            "5",
            "Bad.__await__",
        ),
        (
            "Task-1 · main yields a future instead of awaiting it",
            "Task-1 · main bir future’ı await etmek yerine yield etti",
            "9",
            "bare",
        ),
        ("I · itself awaits itself", "I · itself kendisini await etti", "12", "itself"),
    ];
    let expected = lines.map(|(english, turkish, line, function)| {
        [
            format!(
                "{english}: it cannot wait for that, and its next step will throw an exception in (line {line}, in {function})."
            ),
            format!(
                "{turkish}: Onu bekleyemez, sonraki adımında bir exception fırlatılacak ({line}. satır, {function})."
            ),
        ]
    });
    let mut sorted = (sentences.clone(), expected.to_vec());
    sorted.0.sort();
    sorted.1.sort();
    assert_eq!(sorted.0, sorted.1);
    assert_eq!(
        told(&replay, "goes on: it cannot wait for what it awaited, and an exception is thrown in").len(),
        4
    );
    assert!(told(&replay, "goes on: the others").is_empty());
    // It is alive in between.
    let main = replay.tasks()[0];
    let last = main.spans.last().unwrap();
    for moment in replay.walk(main.created + 1..=last.ended).filter(|it| it.before.current == main.id.0) {
        assert!(moment.before.pending_tasks().any(|(id, _)| id == main.id.1), "{}", moment.step);
    }
    assert_eq!(told(&replay, "main returns").len(), 1);
}

#[test]
fn what_cancels_what_is_left_is_named() {
    // A task that a callback made ends in the same turn as main.
    assert_told(
        "import asyncio\nkept = []\nasync def late(future): await future\nasync def left(): await asyncio.sleep(9)\n\
         async def main():\n    loop = asyncio.get_running_loop()\n    future = loop.create_future()\n    \
         loop.call_soon(lambda: kept.append(loop.create_task(late(future))))\n    \
         kept.append(asyncio.create_task(left(), name='L'))\n    await asyncio.sleep(1)\n    future.set_result(None)\n\
         asyncio.run(main())\n",
        "L · left is asked",
        &[[
            "L · left is asked to cancel, because Task-1 · main ended (line 12).",
            "L · left: iptal edilmesi istendi; nedeni: Task-1 · main bitti (12. satır).",
        ]],
    );
    // Main itself is left, for the loop ended with an exception.
    let stops = "import asyncio\nasync def main():\n    def stop(): raise SystemExit\n    \
                 asyncio.get_running_loop().call_later(1, stop)\n    await asyncio.sleep(9)\n";
    assert_told(
        &format!("{stops}asyncio.run(main())\n"),
        "main is asked",
        &[[
            "Task-1 · main is asked to cancel, because asyncio.run() cancels what is left (line 6).",
            "Task-1 · main: iptal edilmesi istendi; nedeni: asyncio.run() geride kalanları iptal eder (6. satır).",
        ]],
    );
    let runner = "async def first(): pass\nwith asyncio.Runner() as runner:\n    runner.run(first())\n    runner.run(main())\n";
    assert_told(
        &format!("{stops}{runner}"),
        "main is asked",
        &[[
            "Task-2 · main is asked to cancel, because Runner.__exit__() cancels what is left (line 7).",
            "Task-2 · main: iptal edilmesi istendi; nedeni: Runner.__exit__() geride kalanları iptal eder (7. satır).",
        ]],
    );
}

#[test]
fn a_group_whose_task_is_cancelled_says_so() {
    let group = |inside: &str| {
        format!(
            "import asyncio\nasync def child(): await asyncio.sleep(9)\n\
             async def parent():\n    async with asyncio.TaskGroup() as group:\n        \
             group.create_task(child(), name='C')\n        {inside}\n\
             async def main():\n    task = asyncio.create_task(parent(), name='P')\n    await asyncio.sleep(1)\n    \
             task.cancel()\n    await asyncio.wait([task])\n\
             asyncio.run(main())\n"
        )
    };
    let cancelled = [
        "C · child is asked to cancel, because P · parent was cancelled inside of the group (line 4, in parent).",
        "C · child: iptal edilmesi istendi; nedeni: P · parent grubun içinde iptal edildi (4. satır, parent).",
    ];
    // While it waits for its members, and inside of the block.
    assert_told(&group("pass"), "C · child is asked", &[cancelled]);
    assert_told(&group("await asyncio.sleep(8)"), "C · child is asked", &[cancelled]);
    assert_told(
        &group("await asyncio.sleep(0.5); raise ValueError"),
        "C · child is asked",
        &[[
            "C · child is asked to cancel, because P · parent left the group with an exception (line 4, in parent).",
            "C · child: iptal edilmesi istendi; nedeni: P · parent gruptan bir exception ile çıktı (4. satır, parent).",
        ]],
    );
}

#[test]
fn a_group_that_makes_a_request_anew_says_so() {
    assert_told(
        "import asyncio\nasync def bad():\n    await asyncio.sleep(1)\n    raise ValueError\n\
         async def main():\n    try:\n        async with asyncio.TaskGroup() as outer:\n            \
         outer.create_task(bad(), name='A')\n            async with asyncio.TaskGroup() as inner:\n                \
         inner.create_task(bad(), name='B')\n    except* ValueError:\n        pass\n\
         asyncio.run(main())\n",
        "main is asked to cancel",
        &[
            [
                "Task-1 · main is asked to cancel, because A · bad failed and the group cancelled it.",
                "Task-1 · main: iptal edilmesi istendi; nedeni: A · bad hata verince grup iptal etti.",
            ],
            [
                "Task-1 · main is asked to cancel, because B · bad failed and the group cancelled it.",
                "Task-1 · main: iptal edilmesi istendi; nedeni: B · bad hata verince grup iptal etti.",
            ],
            [
                "Task-1 · main is asked to cancel, because it had been before, and its group took that back to raise what \
                 failed (line 9, in main).",
                "Task-1 · main: iptal edilmesi istendi; nedeni: daha önce de istenmişti, grubu hata verenleri fırlatmak için \
                 o isteği geri almıştı (9. satır, main).",
            ],
        ],
    );
}

#[test]
fn a_timeout_that_is_due_at_once_is_one() {
    for block in [
        "async with asyncio.timeout(0):\n            ",
        "async with asyncio.timeout_at(asyncio.get_running_loop().time() - 1):\n            ",
        "async with asyncio.timeout(9) as t:\n            t.reschedule(asyncio.get_running_loop().time()); ",
    ] {
        assert_told(
            &format!(
                "import asyncio\nasync def main():\n    try:\n        {block}await asyncio.sleep(1)\n    \
                 except TimeoutError: pass\n\
                 asyncio.run(main())\n"
            ),
            "main goes on",
            &[[
                "Task-1 · main goes on: its sleep was cancelled, by a timeout that was due when it was set (line 5, in main).",
                "Task-1 · main devam ediyor: uykusu iptal edildi; nedeni: zaman aşımının vakti, kurulduğunda gelmişti (5. \
                 satır, main).",
            ]],
        );
    }
}

#[test]
fn a_task_that_is_done_at_once_has_done_that_itself() {
    let replay = Desk::with(
        "import asyncio\nasync def hit():\n    return 7\nasync def boom():\n    raise ValueError('no')\n\
         async def main():\n    loop = asyncio.get_running_loop()\n    loop.set_task_factory(asyncio.eager_task_factory)\n    \
         a = loop.create_task(hit(), name='H')\n    b = loop.create_task(boom(), name='B')\n    \
         print(a.result(), b.exception())\n\
         asyncio.run(main())\n",
    )
    .replay();
    assert_eq!(
        told(&replay, "H · hit is done"),
        [["H · hit is done, with the result 7.", "H · hit bitti, sonucu: 7."]]
    );
    assert_eq!(
        told(&replay, "B · boom has failed"),
        [[
            "B · boom has failed, with ValueError('no') (line 5, in boom).",
            "B · boom hata verdi: ValueError('no') (5. satır, boom).",
        ]]
    );
    let done = replay.walk(1..=replay.len()).find(|moment| matches!(moment.event, Event::FutureFailed(_)));
    assert_eq!(replay.names().user_place(done.unwrap().details.at).map(|place| place.line), Some(5));
}

/// A task that was kept, in a loop that is closed or left with it.
fn left_with(end: &str) -> String {
    format!(
        "import asyncio\nkept = []\nasync def work(): await asyncio.sleep(9)\n\
         async def main():\n    kept.append(asyncio.create_task(work(), name='K'))\n    await asyncio.sleep(1)\n\
         loop = asyncio.new_event_loop()\nloop.run_until_complete(main())\n{end}"
    )
}

#[test]
fn a_task_that_its_loop_was_left_with_was_not_lost() {
    for (end, [how, of_turkish]) in [("loop.close()\n", ["closed", "kapat"]), ("", ["left", "dur"])] {
        let replay = Desk::with(&left_with(end)).replay();
        let faults: Vec<_> = replay.findings().iter().map(|finding| replay.fault(finding)).collect();
        let [fault] = &faults[..] else { panic!("{faults:?}") };
        assert_eq!(
            english::fault(fault),
            format!(
                "K · work was not done when its loop was {how}, so it never will be; await it before that, or cancel it"
            )
        );
        let turkish = asyncio101::replay::say::turkish::fault(fault);
        assert!(turkish.contains(of_turkish) && turkish.contains("artık da bitmeyecek"), "{turkish}");
        let dropped = told(&replay, "was dropped");
        let [[english, turkish]] = &dropped[..] else { panic!("{dropped:?}") };
        assert_eq!(*english, format!("K · work was dropped before it was done: its loop had been {how}."));
        assert!(turkish.contains(of_turkish), "{turkish}");
    }
}

#[test]
fn what_the_loop_cancels_for_the_program_has_its_cause() {
    let asked = |program: &str| {
        let replay = Desk::with(program).replay();
        told(&replay, "is asked to cancel").into_iter().map(|[english, _]| english).collect::<Vec<_>>()
    };
    let program = "import asyncio\n\
        async def main():\n    loop = asyncio.get_running_loop()\n    \
        task = asyncio.create_task(asyncio.sleep(9), name='A')\n    await asyncio.sleep(0)\n    \
        loop.call_soon(task.cancel)\n    await asyncio.wait([task])\n\
        asyncio.run(main())\n";
    assert_eq!(
        asked(program),
        ["A · sleep is asked to cancel, because line 6 had asked the loop to call cancel()."]
    );
    let program = "import asyncio, os, signal\n\
        async def main():\n    await asyncio.sleep(0)\n    os.kill(os.getpid(), signal.SIGINT)\n    \
        await asyncio.sleep(9)\n\
        try: asyncio.run(main())\nexcept KeyboardInterrupt: pass\n";
    let [told] = &asked(program)[..] else { panic!("{:?}", asked(program)) };
    assert!(told.contains("is asked to cancel, because the program was interrupted, as by Ctrl+C"), "{told}");
}

#[test]
fn a_generator_that_is_closed_runs_its_code() {
    let replay = Desk::with(
        "import asyncio\n\
         async def count():\n    try:\n        yield 1\n        yield 2\n    finally:\n        print('finally')\n\
         async def main():\n    async for _ in count(): break\n\
         asyncio.run(main())\n",
    )
    .replay();
    assert_eq!(replay.printed().len(), 1);
    assert!(told(&replay, "none of its code runs").is_empty());
    assert!(told(&replay, "before it had begun").is_empty());
}
