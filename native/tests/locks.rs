//! Who has a lock or a semaphore, and who waits for it: recorded, and told at every step.

mod common;

use asyncio101::replay::say::english;
use asyncio101::replay::{Replay, Request};
use asyncio101::trace::Event;
use common::Desk;

/// Tasks that take turns with a lock and two seats: one gives up, one has not even to wait.
const PRIMITIVES: &str = "\
import asyncio

async def use(what, seconds):
    async with what:
        await asyncio.sleep(seconds)

async def give_up(what):
    try:
        async with asyncio.timeout(1):
            await what.acquire()
    except TimeoutError:
        await asyncio.sleep(0)

async def main():
    door, seats = asyncio.Lock(), asyncio.BoundedSemaphore(2)
    try:
        door.release()
    except RuntimeError as error:
        print(error)
    async with asyncio.TaskGroup() as group:
        for name, work in {'A': use(door, 3), 'B': give_up(door), 'C': use(door, 1)}.items():
            group.create_task(work, name=name)
        for seconds in 1, 2, 3:
            group.create_task(use(seats, seconds))
    await door.acquire()
    asyncio.get_running_loop().call_soon(door.release)
    changed = asyncio.Condition()
    async with changed:
        try:
            await asyncio.wait_for(changed.wait(), 1)
        except TimeoutError:
            print(door.locked())

asyncio.run(main())
";

/// Who has the first primitive when the program is over.
fn holders_at_the_end(replay: &Replay) -> usize {
    let (id, _) = replay.primitives().next().unwrap();
    replay.holders(id, replay.len()).count()
}

#[test]
fn who_takes_a_signal_has_nothing() {
    let replay = Desk::with(
        "import asyncio\n\
         async def consume(signal):\n    for _ in range(3): await signal.acquire()\n    print('over')\n\
         async def main():\n    signal = asyncio.Semaphore(0)\n    signal.release()\n    signal.release()\n    \
         task = asyncio.create_task(consume(signal))\n    await asyncio.sleep(1)\n    signal.release()\n    await task\n    \
         print(signal.locked())\n\
         asyncio.run(main())\n",
    )
    .replay();
    let (id, _) = replay.primitives().next().unwrap();
    for step in 1..=replay.len() {
        assert_eq!(replay.holders(id, step).count(), 0, "{step}");
    }
}

#[test]
fn who_takes_a_place_more_has_it_until_it_is_let_go_of() {
    let replay = Desk::with(
        "import asyncio\n\
         async def main():\n    places = asyncio.Semaphore(1)\n    places.release()\n    \
         async with places: print('inside')\n    \
         await places.acquire()\n\
         asyncio.run(main())\n",
    )
    .replay();
    let (id, _) = replay.primitives().next().unwrap();
    let inside = replay.printed()[0].step;
    assert_eq!(replay.holders(id, inside).count(), 1);
    assert_eq!(holders_at_the_end(&replay), 0, "that was the place more");
}

/// What is said of a program that can go no further.
fn stuck(program: &str) -> String {
    let replay = Desk::with(program).replay();
    let [finding] = replay.findings() else { panic!("{:?}", replay.findings()) };
    english::fault(&replay.fault(finding))
}

#[test]
fn who_waits_for_its_own_lock_waits_for_nobody_else() {
    let told = stuck(
        "import asyncio\n\
         async def main():\n    lock = asyncio.Lock()\n    async with lock:\n        async with lock: pass\n\
         asyncio.run(main())\n",
    );
    let expected =
        "Nothing is left that could wake Task-1 · main; Task-1 · main waits for Lock 1, which it has itself";
    assert_eq!(told, expected);
}

#[test]
fn those_who_each_want_a_second_place_wait_for_each_other() {
    let told = stuck(
        "import asyncio\n\
         async def eat(places):\n    async with places:\n        await asyncio.sleep(1)\n        \
         async with places: pass\n\
         async def main():\n    places = asyncio.Semaphore(2)\n    async with asyncio.TaskGroup() as group:\n        \
         for name in 'AB': group.create_task(eat(places), name=name)\n\
         asyncio.run(main())\n",
    );
    let expected = "Nothing is left that could wake Task-1 · main, A · eat, B · eat; they wait for each other: A · eat → \
                    B · eat → A · eat";
    assert_eq!(told, expected);
}

#[test]
fn who_has_a_lock_is_told() {
    let desk = Desk::with(PRIMITIVES);
    assert_eq!(desk.record("main.trace").stdout, "Lock is not acquired.\nFalse\n");
    let replay = desk.replay();
    let told = |primitive: &str| -> Vec<String> {
        let sentences = replay.walk(1..=replay.len()).filter_map(|moment| match moment.event {
            Event::Acquiring(_) | Event::Acquired(_) | Event::Released(_) => Some(replay.sentence(&moment)),
            _ => None,
        });
        let after = format!(" {primitive}");
        sentences.filter_map(|sentence| Some(sentence.split_once(&after)?.0.to_owned())).collect()
    };
    assert_eq!(
        told("Lock 1"),
        [
            "A · use asks for",
            "A · use acquires",
            "B · give_up asks for",
            "C · use asks for",
            "A · use releases",
            "C · use acquires",
            "C · use releases",
            "Task-1 · main asks for",
            "Task-1 · main acquires",
            "The program releases",
        ]
    );
    assert_eq!(
        told("BoundedSemaphore 1"),
        [
            "Task-2 · use(1) asks for",
            "Task-2 · use(1) acquires",
            "Task-3 · use(2) asks for",
            "Task-3 · use(2) acquires",
            "Task-4 · use(3) asks for",
            "Task-2 · use(1) releases",
            "Task-4 · use(3) acquires",
            "Task-3 · use(2) releases",
            "Task-4 · use(3) releases",
        ]
    );
    // A condition has a lock of its own, which it lets go of while it waits.
    let verbs: Vec<_> = told("Condition 1").iter().map(|told| told.replace("Task-1 · main ", "")).collect();
    assert_eq!(verbs, ["asks for", "acquires", "releases", "asks for", "acquires", "releases"]);
}

#[test]
fn locks_are_numbered_in_the_order_they_were_made() {
    let desk = Desk::with(
        "import asyncio\n\
         async def main():\n    changed, a, b = asyncio.Condition(), asyncio.Lock(), asyncio.Lock()\n\
         \x20   for lock in b, a, changed: await lock.acquire()\n\
         asyncio.run(main())\n",
    );
    let replay = desk.replay();
    let asked = replay.walk(1..=replay.len()).filter_map(|moment| match moment.event {
        Event::Acquiring(id) => Some(replay.primitive_name(id).to_string()),
        _ => None,
    });
    assert_eq!(asked.collect::<Vec<_>>(), ["Lock 2", "Lock 1", "Condition 1"]);
}

#[test]
fn who_has_a_lock_and_who_waits_for_it_is_known_at_every_step() {
    let replay = {
        let desk = Desk::with(PRIMITIVES);
        desk.replay()
    };
    let who = |request: &Request| {
        let name = request.task.map(|(in_loop, task)| english::name(&replay.name(in_loop, task)));
        name.unwrap_or_default().split(' ').next().unwrap_or_default().to_owned()
    };
    let mut seen = Vec::new();
    for step in 0..=replay.len() {
        let picture: Vec<String> = replay
            .primitives()
            .map(|(id, record)| {
                let holders: Vec<String> = replay.holders(id, step).map(who).collect();
                let queue: Vec<String> = replay.queue(id, step).map(who).collect();
                let name = replay.names().text(record.name);
                format!("{name}: {} < {}", holders.join(" "), queue.join(" "))
            })
            .collect();
        if seen.last() != Some(&picture) {
            seen.push(picture);
        }
    }
    let of = |name: &str| {
        let mut lines: Vec<String> = seen
            .iter()
            .flatten()
            .filter_map(|line| Some(line.strip_prefix(name)?.replace("Task-", "T")))
            .collect();
        lines.dedup();
        lines
    };
    assert_eq!(
        of("Lock 1: "),
        [" < ", "A < ", "A < B", "A < B C", "A < C", " < C", "C < ", " < ", "T1 < ", " < "]
    );
    assert_eq!(
        of("BoundedSemaphore 1: "),
        [" < ", "T2 < ", "T2 T3 < ", "T2 T3 < T4", "T3 < T4", "T3 T4 < ", "T4 < ", " < "]
    );
}
