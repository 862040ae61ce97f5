//! What is in a queue between tasks, and who waits to get and to put.
//!
//! As with locks, a future that `Queue.get` makes only says that somebody waits for *a* queue.

use std::collections::{BTreeMap, HashMap};

use super::Replay;
use crate::trace::{Details, Event, FutureId, PrimitiveId, QueueEvent, TextId};

/// A queue, over the whole trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueRecord {
    /// Its name.
    pub name: TextId,
    /// What it held, every time that changed, in order.
    pub contents: Vec<Contents>,
    /// Those who had to wait for it, in the order they began to.
    pub waits: Vec<QueueWait>,
}

/// What a queue holds from a step on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The step.
    pub step: usize,
    /// How many items.
    pub count: u64,
    /// How many it has room for; 0 for any number.
    pub room: u64,
    /// The items as text, first what comes out next.
    pub items: TextId,
    /// Whether it takes no more.
    pub is_shut: bool,
}

/// Somebody who waits for a queue until a future is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueWait {
    /// The loop and the task.
    pub task: (usize, FutureId),
    /// The future.
    pub future: FutureId,
    /// The step in which it was made.
    pub step: usize,
    /// Whether an item is waited for; else it is room for one.
    pub is_for_item: bool,
}

/// All that, while a trace is read.
#[derive(Debug, Default)]
pub(super) struct Queues {
    records: BTreeMap<PrimitiveId, QueueRecord>,
    /// Which queue a task found empty, or full, last.
    asking: HashMap<(usize, FutureId), (PrimitiveId, bool)>,
}

impl Queues {
    /// An event, in a step, while `task` was at work; whether a queue's own code is what made the future it is about.
    pub(super) fn observe(
        &mut self,
        event: Event,
        details: Details,
        step: usize,
        task: Option<(usize, FutureId)>,
        is_by_queue: impl FnOnce() -> bool,
    ) {
        match event {
            Event::Queue(id, what) => {
                let record = self.records.entry(id).or_default();
                record.name = details.text;
                let is_shut = record.contents.last().is_some_and(|last| last.is_shut);
                match what {
                    QueueEvent::Put(count, room) | QueueEvent::Got(count, room) => {
                        record.contents.push(Contents {
                            step,
                            count,
                            room,
                            items: details.variables,
                            is_shut,
                        });
                    }
                    QueueEvent::Shut(count, room) => {
                        let items = details.variables;
                        record.contents.push(Contents { step, count, room, items, is_shut: true });
                    }
                    QueueEvent::LacksItem | QueueEvent::LacksRoom => {
                        if let Some(task) = task {
                            self.asking.insert(task, (id, what == QueueEvent::LacksItem));
                        }
                    }
                }
            }
            Event::FutureCreated(future) => {
                if let Some(task) = task
                    && let Some((id, is_for_item)) = self.asking.get(&task)
                    && is_by_queue()
                    && let Some(record) = self.records.get_mut(id)
                {
                    record.waits.push(QueueWait { task, future, step, is_for_item: *is_for_item });
                }
            }
            _ => {}
        }
    }
}

impl Replay {
    /// The queues that the trace tells of, in the order they were made.
    pub fn task_queues(&self) -> impl Iterator<Item = (PrimitiveId, &QueueRecord)> {
        self.history.queues.records.iter().map(|(id, record)| (*id, record))
    }

    /// A queue.
    #[must_use]
    pub fn task_queue(&self, id: PrimitiveId) -> Option<&QueueRecord> {
        self.history.queues.records.get(&id)
    }

    /// Who waits for a queue after `step`, to get or to put, first who began first.
    pub fn waits_for_queue(&self, id: PrimitiveId, step: usize) -> impl Iterator<Item = &QueueWait> {
        let waits = self.task_queue(id).map_or(&[][..], |record| &record.waits);
        let begun = &waits[..waits.partition_point(|wait| wait.step <= step)];
        begun.iter().filter(move |wait| {
            // Who was dropped waits no more, either.
            [wait.future, wait.task.1].into_iter().all(|id| {
                let record = self.future(wait.task.0, id);
                record.is_some_and(|record| record.done.is_none_or(|done| done > step))
            })
        })
    }
}

impl QueueRecord {
    /// What it holds after `step`; `None` before that was first told.
    #[must_use]
    pub fn contents_at(&self, step: usize) -> Option<&Contents> {
        let changed = self.contents.partition_point(|contents| contents.step <= step);
        changed.checked_sub(1).map(|at| &self.contents[at])
    }
}
