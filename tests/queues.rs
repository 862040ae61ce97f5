//! Queues between tasks: what is in them at a step, and who waits to get and to put. The trace is that of this program:
//!
//! ```python
//! async def produce(queue):
//!     for number in range(4):
//!         await queue.put(number)
//!
//! async def consume(queue):
//!     while True:
//!         try:
//!             print(await queue.get())
//!         except asyncio.QueueShutDown:
//!             return
//!         await asyncio.sleep(1)
//!
//! async def main():
//!     queue = asyncio.Queue(2)
//!     consumers = [asyncio.create_task(consume(queue), name=name) for name in "AB"]
//!     await asyncio.sleep(0)
//!     await produce(queue)
//!     await asyncio.sleep(5)
//!     queue.shutdown()
//!     await asyncio.gather(*consumers)
//! ```

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use asyncio101::replay::Replay;
use asyncio101::replay::say::Language;
use asyncio101::trace::{Event, PrimitiveId, QueueEvent};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

fn replay() -> Replay {
    Replay::read(include_bytes!("traces/queues.trace")).unwrap()
}

/// What became of the queue, in which step.
fn events(replay: &Replay) -> Vec<(usize, QueueEvent)> {
    let moments = replay.walk(1..=replay.len());
    let queue = |event| if let Event::Queue(_, what) = event { Some(what) } else { None };
    moments.filter_map(|moment| Some((moment.step, queue(moment.event)?))).collect()
}

#[test]
fn what_is_in_a_queue_is_known_at_every_step() {
    let replay = replay();
    let (id, queue) = replay.task_queues().next().unwrap();
    assert_eq!((id, replay.names().text(queue.name)), (PrimitiveId(1), "Queue 1"));
    let items = |step: usize| queue.contents_at(step).map(|it| replay.names().text(it.items).to_owned());
    let told: Vec<_> = queue.contents.iter().map(|it| (it.count, items(it.step).unwrap())).collect();
    let expected = [
        (1, "[0]"),
        (2, "[0, 1]"),
        (1, "[1]"),
        (0, "[]"),
        (1, "[2]"),
        (2, "[2, 3]"),
        (1, "[3]"),
        (0, "[]"),
        (0, "[]"),
    ];
    assert_eq!(told, expected.map(|(count, items)| (count, items.to_owned())));
    assert_eq!(items(queue.contents[0].step - 1), None, "nothing was put yet");
    assert_eq!(items(queue.contents[1].step + 1).as_deref(), Some("[0, 1]"));
    assert!(queue.contents.iter().all(|it| it.room == 2));
    assert_eq!(queue.contents.iter().map(|it| it.is_shut).collect::<Vec<_>>().partition_point(|is| !is), 8);
}

#[test]
fn who_waits_to_get_and_to_put_is_known_at_every_step() {
    let replay = replay();
    let who = |step: usize| -> Vec<(String, bool)> {
        let waits = replay.waits_for_queue(PrimitiveId(1), step);
        waits
            .map(|wait| {
                let task = replay.future(wait.task.0, wait.task.1).unwrap();
                (replay.names().text(task.name).to_owned(), wait.is_for_item)
            })
            .collect()
    };
    let events = events(&replay);
    let first_put = events.iter().find(|(_, what)| matches!(what, QueueEvent::Put(..))).unwrap().0;
    assert_eq!(who(first_put), [("A".to_owned(), true), ("B".to_owned(), true)], "both found it empty");
    let full = events.iter().find(|(_, what)| *what == QueueEvent::LacksRoom).unwrap().0;
    assert_eq!(who(full + 1), [("Task-1".to_owned(), false)], "both were woken, and main finds it full");
    let shut = events.iter().find(|(_, what)| matches!(what, QueueEvent::Shut(..))).unwrap().0;
    assert_eq!(who(shut), [], "nobody waits for what is shut down");
    assert_eq!(who(shut - 5).len(), 2, "before they were woken");
}

#[test]
fn what_becomes_of_a_queue_has_a_sentence_in_every_language() {
    let replay = replay();
    for (step, what) in events(&replay) {
        let statement = replay.statement(&replay.moment(step).unwrap());
        let [english, turkish] = Language::ALL.map(|language| language.sentence(&statement));
        assert!(english.contains("Queue 1") && turkish.contains("Queue 1"), "{english}\n{turkish}");
        let expected = match what {
            QueueEvent::Put(..) => {
                ("puts an item into Queue 1, which now holds", "kuyruğa bir öğe koydu: Queue 1; içinde şimdi")
            }
            QueueEvent::Got(..) => (
                "takes an item out of Queue 1, which now holds",
                "kuyruktan bir öğe aldı: Queue 1; içinde şimdi",
            ),
            QueueEvent::Shut(..) => ("shuts Queue 1 down", "kuyruğu kapattı: Queue 1"),
            QueueEvent::LacksItem => {
                ("wants an item of Queue 1, which is empty", "bir öğe istiyor, ama kuyruk boş: Queue 1")
            }
            QueueEvent::LacksRoom => (
                "wants to put an item into Queue 1, which is full",
                "bir öğe koymak istiyor, ama kuyruk dolu: Queue 1",
            ),
        };
        assert!(english.contains(expected.0) && turkish.contains(expected.1), "{english}\n{turkish}");
    }
}
