//! Who awaits whom, down to the line each coroutine is suspended at.
//!
//! The form is that of CPython 3.14's [`python -m asyncio pstree`]: what nobody awaits is a root, its frames
//! stand below it, and below the innermost of them what it waits for.
//!
//! [`python -m asyncio pstree`]: https://docs.python.org/3/whatsnew/3.14.html#asyncio-introspection-capabilities

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::names::PlaceText;
use super::state::{Loop, Standing};
use super::{Replay, State};
use crate::trace::FutureId;

/// As many tasks as hang below others: where many are awaited by many, a tree has more branches than anybody would
/// read.
const MOST: usize = 10_000;

/// The tasks at one step, by who awaits whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwaitTree<'a> {
    /// The tasks nobody awaits.
    pub roots: Vec<Branch<'a>>,
    /// Tasks that await each other in a circle, and so hang below no root.
    pub cycles: Vec<Vec<FutureId>>,
}

/// A task, and what it awaits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch<'a> {
    /// The task.
    pub task: FutureId,
    /// Its name.
    pub name: &'a str,
    /// Where its coroutine is suspended, the outermost first.
    pub frames: Vec<PlaceText<'a>>,
    /// The tasks it awaits.
    pub awaits: Vec<Branch<'a>>,
}

impl Replay {
    /// Who awaits whom in `state`, in its current loop.
    #[must_use]
    pub fn await_tree(&self, state: &State) -> AwaitTree<'_> {
        let Some(event_loop) = state.current_loop() else {
            return AwaitTree { roots: Vec::new(), cycles: Vec::new() };
        };
        let pending: Vec<FutureId> = state.pending_tasks().map(|(id, _)| id).collect();
        // What each task awaits, and which tasks are awaited at all.
        let mut awaits: Awaits = BTreeMap::new();
        let mut awaited = BTreeSet::new();
        let (mut awaiters, mut through) = (Vec::new(), Vec::new());
        for task in pending.iter().copied() {
            add_awaiters(event_loop, task, &mut awaiters, &mut through);
            through.clear();
            for awaiter in awaiters.drain(..) {
                awaits.entry(awaiter).or_default().push(task);
                awaited.insert(task);
            }
        }
        let mut seen = BTreeSet::new();
        let roots = pending.iter().copied().filter(|task| !awaited.contains(task));
        let mut growth =
            Growth { event_loop, awaits: &awaits, seen: &mut seen, path: Vec::new(), room: MOST };
        let roots: Vec<_> = roots.map(|task| self.branch(&mut growth, task)).collect();

        let mut cycles = Vec::new();
        for task in pending {
            if !seen.insert(task) {
                continue;
            }
            let mut cycle = vec![task];
            // Along what each awaits, until it comes round.
            while let Some(next) = cycle
                .last()
                .and_then(|last| awaits.get(last)?.iter().copied().find(|other| !seen.contains(other)))
            {
                seen.insert(next);
                cycle.push(next);
            }
            cycles.push(cycle);
        }
        AwaitTree { roots, cycles }
    }

    fn branch(&self, growth: &mut Growth<'_>, id: FutureId) -> Branch<'_> {
        growth.seen.insert(id);
        growth.path.push(id);
        let task = growth.event_loop.futures.get(&id).and_then(|future| future.task.as_ref());
        let names = self.names();
        let mut frames: Vec<_> = task.map_or_else(Vec::new, |task| names.stack(task.suspended_at).collect());
        frames.reverse();
        // A task that two tasks await hangs below both.
        let mut branches = Vec::new();
        for other in growth.awaits.get(&id).into_iter().flatten().copied() {
            if !growth.path.contains(&other) && growth.room > 0 {
                growth.room -= 1;
                branches.push(self.branch(growth, other));
            }
        }
        growth.path.pop();
        Branch { task: id, name: task.map_or("", |task| names.text(task.name)), frames, awaits: branches }
    }
}

/// A tree that grows.
struct Growth<'a> {
    event_loop: &'a Loop,
    awaits: &'a Awaits,
    /// The tasks that are in it.
    seen: &'a mut BTreeSet<FutureId>,
    /// From the root to where it grows.
    path: Vec<FutureId>,
    /// As many tasks as it may still have below its roots.
    room: usize,
}

/// What each task awaits, in the order of their numbers.
type Awaits = BTreeMap<FutureId, Vec<FutureId>>;

/// Adds the tasks that await `future`, directly or through futures that are not tasks (what `gather` returns).
/// There are few of either, so a list is searched faster than a set.
fn add_awaiters(event_loop: &Loop, future: FutureId, tasks: &mut Vec<FutureId>, through: &mut Vec<FutureId>) {
    if through.contains(&future) {
        return;
    }
    through.push(future);
    let Some(known) = event_loop.futures.get(&future) else { return };
    for waiter in known.waiters.iter().chain(&known.awaited_by).copied() {
        match event_loop.futures.get(&waiter).and_then(|waiter| waiter.task.as_ref()) {
            Some(task) if task.standing == Standing::Over || tasks.contains(&waiter) => {}
            Some(_) => tasks.push(waiter),
            None => add_awaiters(event_loop, waiter, tasks, through),
        }
    }
}

impl fmt::Display for AwaitTree<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, root) in self.roots.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            root.write(f, "", true)?;
        }
        for cycle in &self.cycles {
            let ids: Vec<_> = cycle.iter().chain(cycle.first()).map(ToString::to_string).collect();
            writeln!(f, "(cycle) {}", ids.join(" → "))?;
        }
        Ok(())
    }
}

impl Branch<'_> {
    fn write(&self, f: &mut fmt::Formatter<'_>, indent: &str, is_last: bool) -> fmt::Result {
        let (here, below) = if is_last { ("└── ", "    ") } else { ("├── ", "│   ") };
        writeln!(f, "{indent}{here}(T) {}", self.name)?;
        let mut indent = format!("{indent}{below}");
        for frame in &self.frames {
            writeln!(f, "{indent}└──  {} {}:{}", frame.function, frame.file, frame.line)?;
            indent.push_str("    ");
        }
        for (index, awaited) in self.awaits.iter().enumerate() {
            awaited.write(f, &indent, index + 1 == self.awaits.len())?;
        }
        Ok(())
    }
}
