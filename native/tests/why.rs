//! Why one step came before another: `asyncio101 order`, and what it is made of.

mod common;

use asyncio101::replay::say::{english, turkish};
use asyncio101::replay::{Order, Replay};
use common::{Desk, asyncio101, end_of};

/// The step that printed a text.
fn printed(replay: &Replay, text: &str) -> usize {
    let wanted = replay.printed().iter().find(|line| replay.names().text(line.text).trim() == text);
    wanted.unwrap_or_else(|| panic!("{text:?} was not printed")).step
}

/// Why what printed a text came before what printed another.
fn order(replay: &Replay, earlier: &str, later: &str) -> Order {
    replay.order(printed(replay, earlier), printed(replay, later)).unwrap()
}

fn reason(replay: &Replay, earlier: &str, later: &str) -> String {
    english::order(&order(replay, earlier, later))
}

/// The story, as the command line tells it, without steps and times.
fn story(desk: &Desk, earlier: &str, later: &str) -> Vec<String> {
    let ended = end_of(asyncio101().arg("order").arg(desk.path("main.trace")).args([earlier, later]));
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let tell = |line: &str| line.get(20..).filter(|_| line.starts_with(' ')).unwrap_or(line).to_owned();
    ended.stdout.lines().map(tell).collect()
}

const GIVES_WAY: &str = "\
import asyncio

async def show(name, turns):
    for _ in range(turns):
        await asyncio.sleep(0)
    print(name)

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(show('a', 1), name='A')
        group.create_task(show('b', 0), name='B')

asyncio.run(main())
";

#[test]
fn who_gave_way_was_behind_in_the_queue() {
    let desk = Desk::with(GIVES_WAY);
    let _ = desk.record("main.trace");
    let expected = [
        "A · show was ready, but B · show came before it in the ready queue.",
        "A task is made by Task-1 · main: A · show (line 10, in main).",
        "A task is made by Task-1 · main: B · show (line 11, in main).",
        "The next step of B · show is put at the end of the ready queue.",
        "A · show begins (line 3, in show).",
        "A · show gives way to the others (line 5, in show).",
        "The next step of A · show is put at the end of the ready queue.",
        "B · show begins (line 3, in show).",
        "B · show prints “b” (line 6, in show).",
        "A · show goes on: the others have run (line 5, in show).",
        "A · show prints “a” (line 6, in show).",
    ];
    assert_eq!(story(&desk, "b", "a"), expected);
    assert_eq!(story(&desk, "a", "b"), expected, "whichever is named first");
}

const LOCK: &str = "\
import asyncio

async def worker(name, lock, start):
    if start:
        await start.wait()
    async with lock:
        print(name)

async def prepare(start, lock):
    async with lock:
        await asyncio.sleep(0.02)
        start.set()

async def main():
    lock, start = asyncio.Lock(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(worker('a', lock, start), name='A')
        group.create_task(prepare(start, lock), name='P')
        group.create_task(worker('b', lock, None), name='B')

asyncio.run(main())
";

#[test]
fn a_lock_behind_an_event_is_told_to_its_beginning() {
    let desk = Desk::with(LOCK);
    let _ = desk.record("main.trace");
    let story = story(&desk, "b", "a");
    let expected = [
        "A · worker was waiting for Lock 1 (future f9): it was free, but B · worker had asked for it first and had it until \
         Lock.release().",
        "A · worker waits for future f6 (Event.wait) (line 5, in worker).",
        "P · prepare acquires Lock 1 (line 10, in prepare).",
        "B · worker waits for Lock 1 (future f8) (line 6, in worker).",
        "Future f6 (Event.wait) is done, by Event.set() in P · prepare (line 12, in prepare).",
        "P · prepare releases Lock 1: B · worker is next (line 10, in prepare).",
        "A · worker goes on: future f6 (Event.wait) is done (line 5, in worker).",
        "A · worker waits for Lock 1 (future f9) (line 6, in worker).",
        "B · worker goes on: future f8 (Lock 1) is done (line 6, in worker).",
        "B · worker acquires Lock 1 (line 6, in worker).",
        "B · worker prints “b” (line 7, in worker).",
        "B · worker releases Lock 1: A · worker is next (line 6, in worker).",
        "A · worker goes on: future f9 (Lock 1) is done (line 6, in worker).",
        "A · worker acquires Lock 1 (line 6, in worker).",
        "A · worker prints “a” (line 7, in worker).",
    ];
    let mut rest = story.iter();
    for sentence in expected {
        assert!(rest.any(|told| told == sentence), "{sentence:?} is missing, or out of order:\n{story:#?}");
    }
}

/// One seat, and guests who do not wait for long.
const SEATS: &str = "\
import asyncio

async def visit(name, seats, way):
    await asyncio.sleep(way)
    try:
        async with asyncio.timeout(12), seats:
            await asyncio.sleep(5)
            print(name)
    except TimeoutError:
        print(name)

async def main():
    seats = asyncio.Semaphore(1)
    guests = {'A': 3, 'B': 1, 'C': 2, 'D': 1.5}
    await asyncio.gather(*(visit(name, seats, way) for name, way in guests.items()))

asyncio.run(main())
";

#[test]
fn a_queue_for_a_semaphore_and_timeouts_are_told() {
    let replay = Desk::with(SEATS).replay();
    for (earlier, later, expected) in [
        (
            "B",
            "D",
            "Task-5 · visit('D') was waiting for Semaphore 1 (future f12): Task-3 · visit('B') had asked for it first \
             and had it until Semaphore.release().",
        ),
        (
            "D",
            "A",
            "Task-2 · visit('A') was waiting for Semaphore 1 (future f14): Task-5 · visit('D') had asked for it first \
             and had it; Task-4 · visit('C') had it last, until Semaphore.release(). A timeout then cancelled \
             Task-2 · visit('A'), 12 s after it was set.",
        ),
        (
            "B",
            "A",
            "Task-2 · visit('A') was waiting for Semaphore 1 (future f14): Task-3 · visit('B') had asked for it first \
             and had it; Task-4 · visit('C') had it last, until Semaphore.release(). A timeout then cancelled \
             Task-2 · visit('A'), 12 s after it was set.",
        ),
        ("C", "A", "Task-2 · visit('A') was yet to be cancelled by a timeout, 12 s after it was set."),
    ] {
        assert_eq!(reason(&replay, earlier, later), expected, "{earlier} before {later}");
    }
}

const MANY: &str = "\
import asyncio

def tick():
    print('tick')
    asyncio.get_running_loop().call_soon(print, 'tock')

async def slow(name, turns):
    for _ in range(turns):
        await asyncio.sleep(0.1)
    print(name)

async def eager(name):
    print(name)

async def main():
    print('main')
    loop = asyncio.get_running_loop()
    loop.call_later(0.25, tick)
    loop.call_soon(print, 'soon')
    a = asyncio.create_task(slow('a', 2), name='A')
    b = asyncio.create_task(slow('b', 3), name='B')
    print('still main')
    await asyncio.gather(a, b)
    asyncio.Task(eager('eager'), loop=loop, eager_start=True, name='E')
    print('end of main')

print('before')
asyncio.run(main())
print('after')
";

#[test]
fn what_kept_somebody_back() {
    let replay = Desk::with(MANY).replay();
    for (earlier, later, expected) in [
        ("main", "still main", "Task-1 · main did both in one go: its loop runs nothing else in between."),
        ("main", "end of main", "Task-1 · main did both, one after the other."),
        ("before", "main", "Task-1 · main had not been made yet."),
        ("before", "after", "The program did both, one after the other."),
        ("b", "after", "The loop was still running, and the program goes on behind it."),
        (
            "still main",
            "soon",
            "print() was ready, but Task-1 · main was running, and nothing interrupts what runs.",
        ),
        ("still main", "tick", "tick() was waiting among the timers."),
        ("a", "b", "B · slow had a sleep before it."),
        ("tick", "b", "B · slow was still asleep."),
        ("soon", "a", "A · slow had a sleep before it."),
        ("tick", "tock", "Nobody had asked for this call yet: print()."),
        ("still main", "tock", "Nobody had asked for this call yet: print()."),
        ("b", "end of main", "Task-1 · main was waiting for future f4 (gather)."),
        ("b", "eager", "E · eager had not been made yet."),
    ] {
        assert_eq!(reason(&replay, earlier, later), expected, "{earlier} before {later}");
    }
}

#[test]
fn what_is_watched_has_been_asked_for_before_anything_comes() {
    let replay = Desk::with(
        "\
import asyncio, socket

here, there = socket.socketpair()

def readable():
    print('readable')
    asyncio.get_running_loop().remove_reader(here)

async def main():
    asyncio.get_running_loop().add_reader(here, readable)
    print('watching')
    await asyncio.sleep(1)
    there.send(b'x')
    await asyncio.sleep(1)

asyncio.run(main())
here.close()
there.close()
",
    )
    .replay();
    assert_eq!(
        reason(&replay, "watching", "readable"),
        "Nothing had come yet for which the loop makes this call: readable()."
    );
    assert_eq!(
        turkish::order(&order(&replay, "watching", "readable")),
        "Döngünün şunu çağırmasını gerektiren bir şey henüz gelmemişti: readable()."
    );
}

/// Tasks that begin at once, inside of a task and of a callback; and a future's callback.
const AT_ONCE: &str = "\
import asyncio

async def child(name):
    print(name, 1)
    await asyncio.sleep(0)
    print(name, 2)

def make():
    asyncio.Task(child('b'), loop=asyncio.get_running_loop(), eager_start=True, name='B')
    print('made')

async def main():
    task = asyncio.create_task(child('a'), eager_start=True, name='A')
    task.add_done_callback(lambda _: print('called'))
    print('still main')
    asyncio.get_running_loop().call_soon(make)
    await asyncio.sleep(0.1)
    print('end of main')

asyncio.run(main())
";

#[test]
fn what_begins_at_once_runs_inside_of_who_made_it() {
    let replay = Desk::with(AT_ONCE).replay();
    for (earlier, later, expected) in [
        (
            "a 1",
            "still main",
            "Task-1 · main was running already, and A · child took its first step inside of that.",
        ),
        ("a 1", "end of main", "Task-1 · main had a sleep before it."),
        ("b 1", "made", "make() was running already, and B · child took its first step inside of that."),
        (
            "still main",
            "a 2",
            "A · child was ready, but Task-1 · main was running, and nothing interrupts what runs.",
        ),
        ("still main", "called", "A · child was not done yet, and its callbacks are called only then."),
        ("a 1", "called", "Nobody had asked for this call yet: a callback of A · child."),
    ] {
        assert_eq!(reason(&replay, earlier, later), expected, "{earlier} before {later}");
    }
    let turkish = |earlier, later| turkish::order(&order(&replay, earlier, later));
    assert_eq!(
        turkish("a 1", "still main"),
        "Task-1 · main zaten çalışıyordu; ilk adımını onun içinde atan: A · child."
    );
    assert_eq!(
        turkish("still main", "called"),
        "A · child henüz bitmemişti, callback’leri ancak o bitince çağrılır."
    );
}

#[test]
fn what_ended_a_sleep_is_told_if_it_was_not_its_time() {
    let replay = Desk::with(
        "import asyncio\n\nasync def late():\n    try:\n        async with asyncio.timeout(3):\n            \
         await asyncio.sleep(9)\n    except TimeoutError:\n        print('late')\n\n\
         async def stopped():\n    try:\n        await asyncio.sleep(9)\n    finally:\n        print('stopped')\n\n\
         async def main():\n    task, other = asyncio.create_task(stopped(), name='S'), asyncio.create_task(late(), name='L')\n    \
         await asyncio.sleep(1)\n    print('main')\n    task.cancel()\n    await asyncio.wait([task, other])\n\n\
         asyncio.run(main())\n",
    )
    .replay();
    for (earlier, later, expected) in [
        (
            "main",
            "late",
            [
                "L · late was still asleep, until a timeout ended that, 3 s after it was set.",
                "L · late hâlâ uyuyordu; bitiren: 3 sn önce kurulan bir zaman aşımı.",
            ],
        ),
        (
            "main",
            "stopped",
            [
                "S · stopped was still asleep, until that was cancelled, because line 20 called cancel().",
                "S · stopped hâlâ uyuyordu; sonunda iptal edildi; nedeni: 20. satırda cancel() çağrıldı.",
            ],
        ),
    ] {
        let order = order(&replay, earlier, later);
        assert_eq!([english::order(&order), turkish::order(&order)], expected, "{earlier} before {later}");
    }
}

#[test]
fn a_timeout_is_told_from_where_it_was_set_to_whom_it_cancelled() {
    let desk = Desk::with(
        "import asyncio\n\nasync def wait(name, patience):\n    try:\n        async with asyncio.timeout(patience):\n            \
         await asyncio.sleep(9)\n    except TimeoutError:\n        print(name)\n\nasync def main():\n    \
         await asyncio.gather(wait('a', 2), wait('b', 1))\n\nasyncio.run(main())\n",
    );
    let _ = desk.record("main.trace");
    let story = story(&desk, "b", "a");
    let of_a: Vec<&String> = story.iter().skip_while(|told| !told.contains("prints “b”")).collect();
    assert_eq!(
        of_a,
        [
            "Task-3 · wait('b') prints “b” (line 8, in wait).",
            "Timeout._on_timeout() runs, 2 s after that was asked for (line 5, in wait).",
            "Task-2 · wait('a') is asked to cancel, by a timeout, 2 s after it was set.",
            "Future f5 (sleep) is cancelled.",
            "Task-2 · wait('a') goes on: its sleep was cancelled, by a timeout, 2 s after it was set (line 6, in wait).",
            "Task-2 · wait('a') prints “a” (line 8, in wait).",
        ]
    );
    let set = story.iter().filter(|told| told.contains("_on_timeout() waits among the timers")).count();
    assert_eq!(set, 2, "{story:#?}");
}

#[test]
fn any_two_steps_have_an_order_that_holds_both() {
    for program in [GIVES_WAY, LOCK, MANY] {
        let replay = Desk::with(program).replay();
        let told = replay.stops().notable.clone();
        for (index, earlier) in told.iter().enumerate() {
            for later in &told[index + 1..] {
                let order = replay.order(*earlier, *later).unwrap();
                assert!(order.steps.is_sorted() && order.steps.last() == Some(later), "{earlier} {later}");
                assert!(order.steps.contains(earlier), "{earlier} {later}");
            }
        }
        assert_eq!(replay.order(3, 3), None);
        assert_eq!(replay.order(4, 3), None);
        assert_eq!(replay.order(1, replay.len() + 1), None);
    }
}

#[test]
fn a_way_of_many_turns_is_told_as_far_as_anybody_would_read() {
    let replay = Desk::with(&GIVES_WAY.replace("'a', 1", "'a', 500")).replay();
    let order = order(&replay, "b", "a");
    assert!(order.steps.len() < 60, "{}", order.steps.len());
    // What is left out lies behind the earlier step, and before the last turns of the later one.
    let gap = order.steps.iter().position(|step| Some(*step) == order.gap).unwrap();
    assert!(order.steps[gap - 1] <= printed(&replay, "b") && gap + 1 < order.steps.len());
    assert_eq!(Desk::with(GIVES_WAY).replay().order(3, 30).unwrap().gap, None);
}

#[test]
fn what_is_not_in_the_trace_is_named() {
    let desk = Desk::with(GIVES_WAY);
    let _ = desk.record("main.trace");
    let order = |what: [&str; 2]| end_of(asyncio101().arg("order").arg(desk.path("main.trace")).args(what));
    let complaint = |what| {
        let ended = order(what);
        assert_eq!((ended.code, ended.stdout.as_str()), (1, ""));
        ended.stderr
    };
    assert!(complaint(["a", "zebra"]).contains("nothing was printed with “zebra” in it"));
    assert!(complaint(["a", "999999"]).contains("there is no step 999999: the last one is "));
    assert!(complaint(["7", "7"]).contains("both are step 7"));
}

const ASKS: &str = "\
import asyncio

async def serve(reader, writer):
    line = await reader.readline()
    writer.write(line.upper())
    writer.close()

async def ask():
    reader, writer = await asyncio.open_connection('127.0.0.1', 8888)
    await asyncio.sleep(0.5)
    print('asked')
    writer.write(b'hello\\n')
    print((await reader.readline()).decode().strip())
    writer.close()

async def main():
    async with await asyncio.start_server(serve, '127.0.0.1', 8888):
        await asyncio.create_task(ask(), name='A')

asyncio.run(main())
";

#[test]
fn a_cause_crosses_the_network() {
    let desk = Desk::with(ASKS);
    let _ = desk.record("main.trace");
    let story = story(&desk, "asked", "HELLO");
    let expected = [
        "A · ask prints “asked” (line 11, in ask).",
        "A · ask sends 6 bytes from socket 2 to socket 3 (line 12, in ask).",
        "Task-4 · serve goes on: 6 bytes that A · ask wrote at line 12 (line 4, in serve).",
        "Task-4 · serve sends 6 bytes from socket 3 to socket 2 (line 5, in serve).",
        "A · ask goes on: 6 bytes that Task-4 · serve wrote at line 5 (line 13, in ask).",
        "A · ask prints “HELLO” (line 13, in ask).",
    ];
    let mut rest = story.iter();
    for sentence in expected {
        assert!(rest.any(|told| told == sentence), "{sentence:?} is missing, or out of order:\n{story:#?}");
    }
}

#[test]
fn a_timer_that_has_joined_the_queue_is_behind_what_was_there_before() {
    let desk = Desk::with(
        "import asyncio\n\
         async def main():\n    asyncio.get_running_loop().call_later(1, print, 'first')\n    await asyncio.sleep(1)\n    \
         print('second')\n\
         asyncio.run(main())\n",
    );
    let told = reason(&desk.replay(), "first", "second");
    assert!(told.ends_with("was ready, but print() came before it in the ready queue."), "{told}");
    assert!(told.contains("the sleep of Task-1 · main"), "{told}");
}
