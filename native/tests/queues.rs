//! What is in a queue: first what comes out next, as far as that can be told without asking the program.

mod common;

use common::Desk;

/// What is told of queues, without the line.
fn told(program: &str) -> Vec<String> {
    let desk = Desk::with(program);
    let ended = desk.record("main.trace");
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let replay = desk.replay();
    let sentences = replay.walk(1..=replay.len()).map(|moment| replay.sentence(&moment));
    let of_queue = sentences.filter(|it| it.contains("Queue"));
    of_queue.map(|it| it.split_once(" (line").map_or(it.clone(), |(told, _)| told.to_owned())).collect()
}

#[test]
fn what_comes_out_next_is_first() {
    let told = told(
        "import asyncio\n\
         class Job:\n    def __init__(self, n): self.n = n\n    \
         def __lt__(self, other):\n        print('compared')\n        return self.n < other.n\n\
         async def main():\n    \
         for kind in asyncio.Queue, asyncio.LifoQueue, asyncio.PriorityQueue:\n        \
         queue = kind()\n        for n in 3, 1, 2: queue.put_nowait((n, 'x'))\n    \
         queue = asyncio.PriorityQueue()\n    \
         for n in 3, 1, 2: queue.put_nowait(Job(n))\n    \
         queue.get_nowait()\n\
         asyncio.run(main())\n",
    );
    let full: Vec<_> =
        told.iter().filter_map(|it| it.split_once("now holds 3: ").map(|(_, items)| items)).collect();
    let expected = [
        "[(3, 'x'), (1, 'x'), (2, 'x')]",
        "[(2, 'x'), (1, 'x'), (3, 'x')]",
        "[(1, 'x'), (2, 'x'), (3, 'x')]",
        "[<Job>, …]",
    ];
    assert_eq!(full, expected);
    assert_eq!(
        told.last().unwrap(),
        "Task-1 · main takes an item out of PriorityQueue 2, which now holds 2: [<Job>, …]"
    );
}

#[test]
fn nobody_waits_for_a_queue_that_was_shut_down() {
    let told = told(
        "import asyncio\n\
         async def main():\n    queue = asyncio.Queue(1)\n    await queue.put(1)\n    queue.shutdown()\n    \
         try: await queue.put(2)\n    except asyncio.QueueShutDown: pass\n    \
         await queue.get()\n    \
         try: await queue.get()\n    except asyncio.QueueShutDown: pass\n\
         asyncio.run(main())\n",
    );
    let expected = [
        "Task-1 · main puts an item into Queue 1, which now holds 1 of at most 1: [1]",
        "Task-1 · main shuts Queue 1 down, which now holds 1 of at most 1: [1]",
        "Task-1 · main raises QueueShutDown()",
        "Task-1 · main takes an item out of Queue 1, which now holds 0 of at most 1",
        "Task-1 · main raises QueueShutDown()",
    ];
    assert_eq!(told, expected);
}
