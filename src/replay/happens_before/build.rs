//! The pieces of a trace and their ties, found in one walk.

use std::collections::{HashMap, HashSet};

use super::{Edge, HappensBefore, Piece, Section};
use crate::handle::HandleId;
use crate::replay::{Act, Replay, Request};
use crate::trace::{Cause, Event, FutureId, PrimitiveId, QueueEvent, TextId};

/// A future or a task, by its loop and its number there.
type Id = (usize, FutureId);

/// Finds all of a trace's pieces, ties and sections.
pub(super) fn build(replay: &Replay) -> HappensBefore {
    let mut walk = Walk::new(replay);
    for moment in replay.walk(1..=replay.len()) {
        walk.in_loop = moment.before.current;
        walk.step = moment.step;
        walk.take(moment.event, moment.details.text);
    }
    walk.forget_contested();
    HappensBefore { pieces: walk.pieces, sections: sections(replay), fluid: walk.fluid }
}

/// A callback that was added to a future, and by whom: those of one kind and one maker belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Kind {
    callee: TextId,
    by: Option<Id>,
}

/// What is known at one step.
struct Walk<'a> {
    replay: &'a Replay,
    in_loop: usize,
    step: usize,
    pieces: Vec<Piece>,
    /// The piece that runs; that of the program outside of its loops while none of theirs does.
    current: usize,
    /// The last piece of the program outside of its loops.
    outside: usize,
    /// Whether a loop runs.
    is_inside: bool,
    /// The last piece of each task.
    last_of: HashMap<Id, usize>,
    /// Who asked for each call, for what reason it is called, and what is.
    asked: HashMap<(usize, HandleId), (Option<usize>, Cause, TextId)>,
    /// Who made each future that is no task.
    made_in: HashMap<Id, usize>,
    /// Who resolved each future, and whether with a result.
    done_in: HashMap<Id, (usize, bool)>,
    /// The kinds of callbacks of each future.
    added: HashMap<Id, Vec<Kind>>,
    /// The futures that have a callback of a kind.
    of_kind: HashMap<Kind, Vec<Id>>,
    /// The pieces that ran a callback of a future's, by the future and what was called.
    ran: HashMap<(Id, TextId), usize>,
    /// The tasks that go on with whatever comes first.
    fluid: HashSet<Id>,
    puts: HashMap<PrimitiveId, Vec<usize>>,
    gots: HashMap<PrimitiveId, Vec<usize>>,
}

impl<'a> Walk<'a> {
    fn new(replay: &'a Replay) -> Self {
        let outside = Piece { began: 0, run: None, task: None, before: Vec::new() };
        Self {
            replay,
            in_loop: 0,
            step: 0,
            pieces: vec![outside],
            current: 0,
            outside: 0,
            is_inside: false,
            last_of: HashMap::new(),
            asked: HashMap::new(),
            made_in: HashMap::new(),
            done_in: HashMap::new(),
            added: HashMap::new(),
            of_kind: HashMap::new(),
            ran: HashMap::new(),
            fluid: HashSet::new(),
            puts: HashMap::new(),
            gots: HashMap::new(),
        }
    }

    fn take(&mut self, event: Event, text: TextId) {
        let in_loop = self.in_loop;
        let id = |future| (in_loop, future);
        match event {
            Event::RunBegan => self.is_inside = true,
            Event::RunEnded => self.leave(),
            Event::Soon(handle, cause) => {
                self.asked.insert((self.in_loop, handle), (self.somebody(), cause, text));
            }
            Event::Later(handle, _) | Event::Sleeps(handle, _, _) => {
                self.asked.insert((self.in_loop, handle), (self.somebody(), Cause::Program, text));
            }
            Event::Began(handle) => self.begin(handle),
            Event::Ended(_) => self.current = self.outside,
            Event::BeganEagerly(task) => {
                self.last_of.insert(id(task), self.current);
            }
            Event::FutureCreated(future) => {
                self.made_in.insert(id(future), self.current);
            }
            Event::FutureDone(future) | Event::FutureFailed(future) | Event::FutureCancelled(future) => {
                self.done_in.insert(id(future), (self.current, matches!(event, Event::FutureDone(_))));
                if event == Event::FutureDone(future) && self.is_made_by(id(future), "Condition.") {
                    // It would not have been notified if it had not waited.
                    let waiter = self.made_in.get(&id(future)).copied();
                    self.tie(waiter, Edge::HadToWait);
                }
            }
            Event::AwaitedDone(future) => {
                self.might_have_waited();
                self.was_resolved(id(future));
            }
            Event::CancelRequested(task) => {
                // Elsewhere it would have been cancelled there.
                let waiter = self.last_of.get(&id(task)).copied();
                self.tie(waiter, Edge::HadToWait);
            }
            Event::CallbackAdded(future) => {
                let id = id(future);
                let kind = Kind { callee: text, by: self.pieces[self.current].task };
                self.added.entry(id).or_default().push(kind);
                self.of_kind.entry(kind).or_default().push(id);
            }
            Event::Acquired(_) => self.might_have_waited(),
            Event::Queue(queue, QueueEvent::Got(..)) => {
                self.might_have_waited();
                let gots = self.gots.entry(queue).or_default();
                let put = self.puts.get(&queue).and_then(|puts| puts.get(gots.len())).copied();
                let last = gots.last().copied();
                gots.push(self.current);
                self.tie(put, Edge::Item(queue));
                self.tie(last, Edge::Item(queue));
            }
            Event::Queue(queue, QueueEvent::Put(_, room)) => {
                if room > 0 {
                    self.might_have_waited();
                }
                let puts = self.puts.entry(queue).or_default();
                let got = puts.len().checked_sub(room as usize).filter(|_| room > 0);
                let got = got.and_then(|nth| self.gots.get(&queue)?.get(nth)).copied();
                puts.push(self.current);
                self.tie(got, Edge::Room(queue));
            }
            _ => {}
        }
    }

    /// The piece that asks for something now; nobody if the loop itself does.
    fn somebody(&self) -> Option<usize> {
        let is_the_loop = self.is_inside && self.current == self.outside;
        (!is_the_loop).then_some(self.current)
    }

    /// A tie from an earlier piece to the one that runs.
    fn tie(&mut self, earlier: Option<usize>, edge: Edge) {
        if let Some(earlier) = earlier.filter(|earlier| *earlier != self.current) {
            self.pieces[self.current].before.push((earlier, edge));
        }
    }

    fn begin_piece(&mut self, run: Option<(usize, HandleId)>, task: Option<Id>) {
        self.current = self.pieces.len();
        self.pieces.push(Piece { began: self.step, run, task, before: Vec::new() });
    }

    /// A call begins.
    fn begin(&mut self, handle: HandleId) {
        let asked = self.asked.get(&(self.in_loop, handle)).copied();
        let (by, cause, text) = asked.unwrap_or((None, Cause::Ready, TextId::default()));
        let task = match cause {
            Cause::Step(task) | Cause::WakeUp(task, _) => Some((self.in_loop, task)),
            _ => None,
        };
        self.begin_piece(Some((self.in_loop, handle)), task);
        self.tie(Some(self.outside), Edge::Entered);
        let last = task.and_then(|task| self.last_of.insert(task, self.current));
        self.tie(last, Edge::InOrder);
        match cause {
            Cause::Program | Cause::Ready => self.tie(by, Edge::Asked(self.in_loop, handle)),
            Cause::Step(_) => {
                // Of a task that has given way, its own next one.
                let by = by.filter(|_| last.is_none());
                self.tie(by, Edge::Asked(self.in_loop, handle));
            }
            Cause::Done(future) => {
                self.ran.insert(((self.in_loop, future), text), self.current);
                self.was_resolved((self.in_loop, future));
            }
            Cause::WakeUp(_, Some(future)) => self.was_resolved((self.in_loop, future)),
            Cause::WakeUp(_, None) => self.tie(by, Edge::InOrder),
            Cause::Readable(source) | Cause::Writable(source) => {
                let is_readable = cause == Cause::Readable(source);
                let act = self.replay.incoming(source, is_readable, self.step).and_then(|it| it.act);
                let sender = act.map(|act| self.piece_at(act));
                self.tie(sender, Edge::Sent);
            }
        }
    }

    fn piece_at(&self, act: Act) -> usize {
        self.pieces.partition_point(|piece| piece.began <= act.step).saturating_sub(1)
    }

    /// What runs was called, or woken, by a future.
    fn was_resolved(&mut self, future: Id) {
        // Who of several lets go of a lock, puts into a queue or comes last to a barrier is up to the schedule.
        let is_of_lock = self.replay.future(future.0, future.1).is_some_and(|it| it.acquires.is_some());
        if self.is_made_by(future, "as_completed") {
            self.fluid.extend(self.pieces[self.current].task);
            return;
        }
        if is_of_lock || ["Queue.", "Barrier."].iter().any(|class| self.is_made_by(future, class)) {
            return;
        }
        let Some((by, has_result)) = self.done_in.get(&future).copied() else { return };
        match self.joins(by).filter(|_| has_result) {
            None => self.tie(Some(by), Edge::Resolved(future.0, future.1)),
            // One of several that nobody else waits for: any of them would have done.
            Some(joined) if joined.iter().any(|(_, piece)| piece.is_none()) => {
                self.fluid.extend(self.pieces[self.current].task);
            }
            Some(joined) => {
                for ((in_loop, task), piece) in joined {
                    self.tie(piece, Edge::Joined(in_loop, task));
                }
            }
        }
    }

    /// Whether a class of the library's made a future, or one derived from it.
    fn is_made_by(&self, future: Id, class: &str) -> bool {
        let Some(record) = self.replay.future(future.0, future.1).filter(|it| !it.is_task) else {
            return false;
        };
        self.replay.maker(record.at).contains(class)
    }

    /// If a piece is a callback of the library's that waits for several futures: which, and the pieces in which each
    /// had called it so far.
    fn joins(&self, piece: usize) -> Option<Vec<(Id, Option<usize>)>> {
        let (in_loop, handle) = self.pieces[piece].run?;
        let (_, Cause::Done(future), callee) = *self.asked.get(&(in_loop, handle))? else { return None };
        let kind = self.added.get(&(in_loop, future))?.iter().find(|kind| kind.callee == callee)?;
        let members = self.of_kind.get(kind)?;
        if members.len() < 2 {
            return None;
        }
        let ran = |id: &Id| (*id, self.ran.get(&(*id, callee)).copied().filter(|ran| *ran <= piece));
        Some(members.iter().map(ran).collect())
    }

    /// What runs had not to wait here, and could have had to.
    fn might_have_waited(&mut self) {
        let Piece { run, task, began, .. } = self.pieces[self.current];
        if began + 1 == self.step {
            return;
        }
        let before = self.current;
        self.begin_piece(run, task);
        self.tie(Some(before), Edge::InOrder);
        if let Some(task) = task {
            self.last_of.insert(task, self.current);
        }
        if run.is_none() {
            self.outside = self.current;
        }
    }

    /// Of a queue that several put into, it is up to the schedule which item is whose: what the trace has of it says
    /// nothing of other schedules.
    fn forget_contested(&mut self) {
        for (queue, puts) in &self.puts {
            // A callback of the library's puts for whoever it was called by.
            let producer = |piece: &usize| {
                let Piece { task, run, .. } = self.pieces[*piece];
                (task, run.filter(|_| task.is_none()))
            };
            if puts.iter().map(producer).collect::<HashSet<_>>().len() < 2 {
                continue;
            }
            for piece in &mut self.pieces {
                piece
                    .before
                    .retain(|(_, edge)| !matches!(edge, Edge::Item(of) | Edge::Room(of) if of == queue));
            }
            let gots = self.gots.get(queue).into_iter().flatten();
            self.fluid.extend(gots.filter_map(|got| self.pieces[*got].task));
        }
    }

    /// The program goes on behind a loop.
    fn leave(&mut self) {
        self.is_inside = false;
        let (began, before) = (self.outside, self.outside);
        self.begin_piece(None, None);
        self.tie(Some(before), Edge::InOrder);
        for inside in began + 1..self.current {
            self.tie(Some(inside), Edge::Left);
        }
        self.outside = self.current;
    }
}

/// The times somebody had a lock or a place in a semaphore.
fn sections(replay: &Replay) -> Vec<Section> {
    let mut sections = Vec::new();
    for (of, record) in replay.primitives() {
        let held_at = |step: usize| record.requests.iter().filter(|it| it.holds(step)).count();
        // Who had to wait found it with as many as may have it.
        let waited = record.requests.iter().filter(|it| it.future.is_some()).map(|it| held_at(it.asked));
        let name = replay.names().text(record.name);
        let room = if name.starts_with("Semaphore") || name.starts_with("BoundedSemaphore") {
            waited.filter(|held| *held > 0).min().unwrap_or(usize::MAX)
        } else {
            1
        };
        let section = |it: &Request| {
            let (from, to) = (it.acquired?, it.released.unwrap_or(usize::MAX));
            Some(Section { of, task: it.task?, from, to, room })
        };
        sections.extend(record.requests.iter().filter_map(section));
    }
    sections
}
