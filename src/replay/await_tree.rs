//! Who awaits whom, down to the line each coroutine is suspended at.
//!
//! The form is that of CPython 3.14's [`python -m asyncio pstree`]: what nobody awaits is a root, its frames
//! stand below it, and below the innermost of them what it waits for.
//!
//! [`python -m asyncio pstree`]: https://docs.python.org/3/whatsnew/3.14.html#asyncio-introspection-capabilities

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::names::{PlaceText, shortened};
use super::say::english;
use super::state::{Loop, Standing};
use super::{Replay, State};
use crate::trace::FutureId;

/// As many tasks as hang below others: where many are awaited by many, a tree has more branches than anybody would
/// read.
const MOST: usize = 10_000;
/// As many tasks as hang below each other in one branch.
const DEEPEST: usize = 256;
/// As many frames as one branch has, from the root to its tip: each is a step further to the right.
const WIDEST: usize = 512;
/// As many frames as there are in all; of a task that comes after that, only the innermost.
const FRAMES: usize = 20_000;
/// The longest name, in characters.
const LONGEST: usize = 200;
/// As many links as are followed from futures to what awaits them.
const LINKS: usize = 100_000;

/// The tasks at one step, by who awaits whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwaitTree<'a> {
    /// The tasks that none awaits.
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
    /// Whether it awaits more tasks than these: the tree has no room for them.
    pub is_cut: bool,
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
        let mut search = Search { event_loop, left: LINKS, through: BTreeSet::new(), next: Vec::new() };
        for task in pending.iter().copied() {
            search.awaiters(task, |awaiter| {
                awaits.entry(awaiter).or_default().push(task);
                awaited.insert(task);
            });
        }
        let roots: Vec<FutureId> = pending.iter().copied().filter(|task| !awaited.contains(task)).collect();
        let mut seen = reachable(&roots, &awaits);
        let mut growth =
            Growth { event_loop, awaits: &awaits, path: Vec::new(), room: MOST, frames: FRAMES, width: 0 };
        let roots: Vec<_> = roots.into_iter().map(|task| self.branch(&mut growth, task)).collect();

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
        let task = growth.event_loop.futures.get(&id).and_then(|future| future.task.as_ref());
        let names = self.names();
        let most = growth.frames.min(WIDEST - growth.width).max(1);
        let mut frames: Vec<_> =
            task.map_or_else(Vec::new, |task| names.stack(task.suspended_at).take(most).collect());
        frames.reverse();
        growth.frames = growth.frames.saturating_sub(frames.len());
        growth.width += frames.len();
        growth.path.push(id);
        // A task that two tasks await hangs below both.
        let (mut branches, mut is_cut) = (Vec::new(), false);
        for other in growth.awaits.get(&id).into_iter().flatten().copied() {
            if growth.path.contains(&other) {
                continue;
            }
            is_cut = growth.room == 0 || growth.path.len() > DEEPEST || growth.width >= WIDEST;
            if is_cut {
                break;
            }
            growth.room -= 1;
            branches.push(self.branch(growth, other));
        }
        growth.path.pop();
        growth.width -= frames.len();
        let name = task.map_or("", |task| names.text(task.name));
        Branch { task: id, name, frames, awaits: branches, is_cut }
    }
}

/// A tree that grows.
struct Growth<'a> {
    event_loop: &'a Loop,
    awaits: &'a Awaits,
    /// From the root to where it grows.
    path: Vec<FutureId>,
    /// As many frames as there are along it.
    width: usize,
    /// As many tasks as it may still have below its roots.
    room: usize,
    /// As many frames as it may still have.
    frames: usize,
}

/// What each task awaits, in the order of their numbers.
type Awaits = BTreeMap<FutureId, Vec<FutureId>>;

/// The tasks that are among `roots`, or awaited by them, directly or not.
fn reachable(roots: &[FutureId], awaits: &Awaits) -> BTreeSet<FutureId> {
    let mut seen = BTreeSet::from_iter(roots.iter().copied());
    let mut next = roots.to_vec();
    while let Some(task) = next.pop() {
        next.extend(awaits.get(&task).into_iter().flatten().copied().filter(|other| seen.insert(*other)));
    }
    seen
}

/// A search for what awaits something.
struct Search<'a> {
    event_loop: &'a Loop,
    /// As many links as may still be followed.
    left: usize,
    /// What has been come through or come to.
    through: BTreeSet<FutureId>,
    next: Vec<FutureId>,
}

impl Search<'_> {
    /// Tells the tasks that await `future`, directly or through futures that are not tasks (what `gather` returns),
    /// each once.
    fn awaiters(&mut self, future: FutureId, mut found: impl FnMut(FutureId)) {
        self.through.clear();
        self.next.push(future);
        while let Some(future) = self.next.pop() {
            let Some(known) = self.event_loop.futures.get(&future) else { continue };
            for waiter in known.waiters.iter().chain(&known.awaited_by).copied() {
                if self.left == 0 {
                    self.next.clear();
                    return;
                }
                self.left -= 1;
                if !self.through.insert(waiter) {
                    continue;
                }
                match self.event_loop.futures.get(&waiter).and_then(|waiter| waiter.task.as_ref()) {
                    Some(task) if task.standing == Standing::Over => {}
                    Some(_) => found(waiter),
                    None => self.next.push(waiter),
                }
            }
        }
    }
}

impl AwaitTree<'_> {
    /// It as text, with the words for tasks that await each other in a circle.
    pub(super) fn text(&self, in_a_circle: &str) -> String {
        let mut text = String::new();
        // Writing into a string cannot fail.
        let _ = self.write(&mut text, in_a_circle);
        text
    }

    fn write(&self, to: &mut impl fmt::Write, in_a_circle: &str) -> fmt::Result {
        for (index, root) in self.roots.iter().enumerate() {
            if index > 0 {
                writeln!(to)?;
            }
            root.write(to, &mut String::new(), true)?;
        }
        for cycle in &self.cycles {
            let ids: Vec<_> = cycle.iter().chain(cycle.first()).map(ToString::to_string).collect();
            writeln!(to, "({in_a_circle}) {}", ids.join(" → "))?;
        }
        Ok(())
    }
}

/// In English.
impl fmt::Display for AwaitTree<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, english::IN_A_CIRCLE)
    }
}

impl Branch<'_> {
    /// Writes it behind `indent`, which is the same afterwards.
    fn write(&self, to: &mut impl fmt::Write, indent: &mut String, is_last: bool) -> fmt::Result {
        let (here, below) = if is_last { ("└── ", "    ") } else { ("├── ", "│   ") };
        writeln!(to, "{indent}{here}(T) {}", shortened(self.name, LONGEST))?;
        let length = indent.len();
        indent.push_str(below);
        for frame in &self.frames {
            let (function, file) = (shortened(frame.function, LONGEST), shortened(frame.file, LONGEST));
            writeln!(to, "{indent}└──  {function} {file}:{}", frame.line)?;
            indent.push_str("    ");
        }
        for (index, awaited) in self.awaits.iter().enumerate() {
            awaited.write(to, indent, index + 1 == self.awaits.len() && !self.is_cut)?;
        }
        if self.is_cut {
            writeln!(to, "{indent}└── …")?;
        }
        indent.truncate(length);
        Ok(())
    }
}
