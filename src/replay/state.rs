//! The state of the loops after some step: what a reader of a trace can know.
//!
//! It is made of persistent collections, so that a snapshot of it costs next to nothing and shares what has not
//! changed with the next one.

use std::time::Duration;

use imbl::{HashMap, OrdMap, Vector};

use super::act::Act;
use super::sockets::{Buffer, Sockets};
use crate::handle::HandleId;
use crate::selector::{Interest, Source, Time, Timeout};
use crate::trace::{
    Cause, Complaint, Details, Event, FutureId, GeneratorEvent, StackId, StepOutcome, TextId, Writing,
};

/// Where a loop is in its turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nobody runs it.
    #[default]
    Idle,
    /// It is between two things: it has begun a turn, or is on its way from one callback to the next.
    Turning,
    /// It blocks in its selector for at most this long.
    Selecting(Timeout),
    /// It moves timers that are due to the ready queue.
    Moving,
    /// It runs this handle's callback.
    Running(HandleId),
    /// It was closed.
    Closed,
}

/// Something in the ready queue, among the timers, or running.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Handle {
    /// Why it was scheduled.
    pub cause: Cause,
    /// What it calls, if the program said so.
    pub callee: TextId,
    /// Its deadline, if it was a timer.
    pub when: Option<Time>,
    /// The future it resolves, if it is the end of a sleep.
    pub ends_sleep: Option<FutureId>,
    /// It was cancelled, and will be dropped when its turn comes.
    pub is_cancelled: bool,
}

/// How a future stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It has no outcome yet.
    Pending,
    /// It has a result.
    Done,
    /// It has an exception.
    Failed,
    /// It was cancelled.
    Cancelled,
    /// It is a task that was dropped before it was done.
    Destroyed,
}

/// Where a task stands. A task that is not pending is nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its next step is in the ready queue, under this handle if that is known.
    Ready(Option<HandleId>),
    /// It is running.
    Running,
    /// It waits for a future; `None` if that is of another kind than the loop's.
    Waiting(Option<FutureId>),
    /// It is over.
    Over,
}

/// What a future has that a task does not need, and the other way round.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Its name.
    pub name: TextId,
    /// The coroutine it runs.
    pub coroutine: TextId,
    /// Where it stands.
    pub standing: Standing,
    /// Where its coroutine is suspended, or will begin.
    pub suspended_at: StackId,
    /// Cancellations asked for.
    pub cancels_requested: u32,
}

/// A future or a task.
#[derive(Clone, Debug, PartialEq)]
pub struct Future {
    /// How it stands.
    pub status: Status,
    /// Its result or exception, as text.
    pub value: TextId,
    /// What is called when it is done, besides waking tasks: what each is.
    pub callbacks: Vector<TextId>,
    /// The tasks it wakes when it is done.
    pub waiters: Vector<FutureId>,
    /// The tasks and futures that wait for it in another way: a group it is a member of, `gather`.
    pub awaited_by: Vector<FutureId>,
    /// Who ends it, if it is a sleep's.
    pub timer: Option<HandleId>,
    /// What it is as a task.
    pub task: Option<Task>,
    /// The turn in which it was done.
    done_in: u64,
}

impl Future {
    fn new(task: Option<Task>) -> Self {
        Self {
            status: Status::Pending,
            value: TextId::default(),
            callbacks: Vector::new(),
            waiters: Vector::new(),
            awaited_by: Vector::new(),
            timer: None,
            task,
            done_in: 0,
        }
    }
}

/// One loop.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loop {
    /// Where it is in its turn.
    pub phase: Phase,
    /// Turns begun.
    pub turn: u64,
    /// Callbacks that are left in this turn's pass.
    pub left_in_pass: usize,
    /// The ready queue, first the one that runs next.
    pub ready: Vector<HandleId>,
    /// The timers by deadline, in nanoseconds since the trace began.
    pub timers: OrdMap<(i64, HandleId), ()>,
    /// What the handles in the two queues are, and the one that runs.
    pub handles: HashMap<HandleId, Handle>,
    /// The futures and tasks that are pending, and those that have just become done.
    pub futures: OrdMap<FutureId, Future>,
    /// What the selector watches.
    pub watched: OrdMap<Source, Interest>,
    /// What transports could not send yet, by the source that they write to.
    pub buffers: OrdMap<Source, Buffer>,
    /// Other threads that run, and may wake the loop.
    pub threads: usize,
    /// The tasks that are in a step, the innermost last: a step may take another task's first step.
    pub stepping: Vector<FutureId>,
    /// Done futures that are still in `futures`.
    lingering: Vector<FutureId>,
}

/// A generator: one that is no coroutine, so no loop runs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Generator {
    /// Its function.
    pub function: TextId,
    /// What became of it last.
    pub last: GeneratorEvent,
    /// Where that was: where it is suspended, if it is.
    pub at: StackId,
    /// What it yielded, returned or raised last.
    pub value: TextId,
    /// Its variables, if it is suspended.
    pub variables: TextId,
}

/// All loops of a program.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// Steps taken: this is the state after so many.
    pub step: usize,
    /// The clock, in nanoseconds since the trace began.
    pub clock: u64,
    /// The loops, in the order in which they first come.
    pub loops: Vector<Loop>,
    /// Which of them the last event was about.
    pub current: usize,
    /// Which of them has which number in the trace, where numbers may be left out.
    numbers: OrdMap<u32, usize>,
    /// The thread in which the last event happened; 0 is the program's first.
    pub thread: u32,
    /// Which loop each thread runs.
    run_by: OrdMap<u32, usize>,
    /// Things printed so far.
    pub printed: usize,
    /// The program's generators, in the order they were made.
    pub generators: OrdMap<u64, Generator>,
    /// The sockets of the network inside the process.
    pub sockets: Sockets,
}

impl State {
    /// The loop of the last event, if there is one yet.
    #[must_use]
    pub fn current_loop(&self) -> Option<&Loop> {
        self.loops.get(self.current)
    }

    /// The loop that the thread of the last event runs, and its number; it need not be that of the last event.
    #[must_use]
    pub fn loop_at_work(&self) -> Option<(usize, &Loop)> {
        let number = *self.run_by.get(&self.thread)?;
        Some((number, self.loops.get(number)?))
    }

    /// Whether the last event's thread is not the program's first, and does things of its own: no loop has it do them.
    #[must_use]
    pub fn is_other_thread(&self) -> bool {
        let by_loop =
            |event_loop: &Loop| event_loop.running().is_some() || event_loop.current_task().is_some();
        self.thread != 0 && !self.loop_at_work().is_some_and(|(_, event_loop)| by_loop(event_loop))
    }

    /// The clock.
    #[must_use]
    pub fn time(&self) -> Duration {
        Duration::from_nanos(self.clock)
    }

    pub(super) fn switch_loop(&mut self, number: u32) {
        if let Some(known) = self.numbers.get(&number) {
            self.current = *known;
            return;
        }
        self.current = self.loops.len();
        self.numbers.insert(number, self.current);
        self.loops.push_back(Loop::default());
    }

    pub(super) fn switch_thread(&mut self, number: u32) {
        self.thread = number;
        if let Some((at_work, _)) = self.loop_at_work() {
            self.current = at_work;
        }
    }

    /// What becomes of the state by `event`.
    pub(super) fn apply(&mut self, event: Event, details: Details) {
        self.step += 1;
        if matches!(event, Event::Printed(_)) {
            self.printed += 1;
        }
        if let Event::Generator(number, last) = event {
            let Details { at, text: value, name: function, variables, .. } = details;
            let generator = Generator { function, last, at, value, variables };
            self.generators.insert(number, generator);
        }
        match event {
            Event::Socket(socket, what) => self.sockets.apply(socket, what, details, self.act(details.at)),
            Event::TurnBegan(_) => self.sockets.begin_turn(),
            _ => {}
        }
        match event {
            Event::RunBegan | Event::Began(_) if self.run_by.get(&self.thread) != Some(&self.current) => {
                self.run_by.insert(self.thread, self.current);
            }
            Event::RunEnded => drop(self.run_by.remove(&self.thread)),
            _ => {}
        }
        let is_here = self.loop_at_work().is_some_and(|(at_work, _)| at_work == self.current);
        if let Some(event_loop) = self.loops.get_mut(self.current) {
            event_loop.apply(event, details, is_here);
        }
    }

    /// What is done in this step: by whom, and there.
    pub(super) fn act(&self, at: StackId) -> Act {
        let (in_loop, by, task) = match self.loop_at_work() {
            Some((in_loop, event_loop)) => (in_loop, event_loop.running(), event_loop.current_task()),
            None => (self.current, None, None),
        };
        Act { step: self.step, at, in_loop, by, task, thread: self.thread }
    }
}

impl Loop {
    /// The innermost task that is in a step.
    #[must_use]
    pub fn current_task(&self) -> Option<FutureId> {
        self.stepping.last().copied()
    }

    /// The handle that runs.
    #[must_use]
    pub fn running(&self) -> Option<HandleId> {
        match self.phase {
            Phase::Running(handle) => Some(handle),
            _ => None,
        }
    }

    /// What becomes of it by `event`, of its own thread or of another.
    fn apply(&mut self, event: Event, details: Details, is_here: bool) {
        // Where the one task in a step is seen, it is. (One that another took the first step of has its frames, too.)
        if details.at != StackId::default()
            && is_here
            && self.stepping.len() == 1
            && let Some(task) = self.current_task()
        {
            self.with_task(task, |task| task.suspended_at = details.at);
        }
        match event {
            Event::RunBegan => self.phase = Phase::Turning,
            Event::RunEnded => self.phase = Phase::Idle,
            Event::Closed => self.close(),
            Event::TurnBegan(turn) => self.begin_turn(turn),
            Event::Selecting(timeout) => self.phase = Phase::Selecting(timeout),
            Event::Selected(_) => {
                self.phase = Phase::Moving;
                self.left_in_pass = self.ready.len();
            }
            Event::TimerDue(handle) => self.timer_due(handle),
            Event::Soon(handle, cause) => self.soon(handle, cause, details),
            Event::Later(handle, when) => self.later(handle, when, None, details),
            Event::Sleeps(handle, when, future) => self.later(handle, when, Some(future), details),
            Event::HandleCancelled(handle) => {
                if let Some(handle) = self.handles.get_mut(&handle) {
                    handle.is_cancelled = true;
                }
            }
            Event::Began(handle) => self.began(handle),
            Event::Ended(handle) => {
                self.handles.remove(&handle);
                self.stepping.clear();
                self.phase = Phase::Turning;
            }
            Event::BeganEagerly(task) => self.begin_step(task),
            Event::AwaitedBy(future, waiter) => {
                if let Some(future) = self.futures.get_mut(&future) {
                    future.awaited_by.push_back(waiter);
                }
            }
            Event::NotAwaitedBy(future, waiter) => {
                if let Some(future) = self.futures.get_mut(&future) {
                    remove(&mut future.awaited_by, &waiter, usize::MAX);
                }
            }
            Event::Threads(count) => self.threads = count,
            Event::FutureCreated(future) => drop(self.futures.insert(future, Future::new(None))),
            Event::TaskCreated(future) => {
                let task = Task {
                    name: details.name,
                    coroutine: details.text,
                    standing: Standing::Ready(None),
                    suspended_at: details.begins,
                    cancels_requested: 0,
                };
                self.futures.insert(future, Future::new(Some(task)));
            }
            Event::Renamed(task) => self.with_task(task, |task| task.name = details.name),
            Event::Stepped(task, outcome) => self.stepped(task, outcome, details),
            Event::CancelRequested(task) => self.with_task(task, |task| task.cancels_requested += 1),
            Event::FutureDone(future) => self.done(future, Status::Done, details),
            Event::FutureFailed(future) => self.done(future, Status::Failed, details),
            Event::FutureCancelled(future) => self.done(future, Status::Cancelled, details),
            Event::CallbackAdded(future) => {
                if let Some(future) = self.futures.get_mut(&future) {
                    future.callbacks.push_back(details.text);
                }
            }
            Event::CallbackRemoved(future, count) => {
                if let Some(future) = self.futures.get_mut(&future) {
                    remove(&mut future.callbacks, &details.text, count);
                }
            }
            Event::Watching(source, interest) => self.watch(source, interest),
            Event::Buffered(source, bytes, high_water, writing) => {
                let is_paused = writing == Writing::Paused;
                self.buffers.insert(source, Buffer { bytes, high_water, is_paused });
            }
            Event::Complained(Complaint::Destroyed(task)) => self.destroyed(task),
            Event::Printed(_)
            | Event::Read
            | Event::Blocked(_)
            | Event::Loaded(_)
            | Event::Busy(_)
            | Event::Away(_)
            | Event::Raised
            | Event::Complained(_)
            | Event::Generator(..)
            | Event::Acquiring(_)
            | Event::Acquired(_)
            | Event::Released(_)
            | Event::Queue(..)
            | Event::Socket(..)
            | Event::Line
            | Event::AwaitedDone(_)
            | Event::CancelThrown(_)
            | Event::Full => {}
        }
    }

    fn watch(&mut self, source: Source, interest: Interest) {
        match interest {
            Interest::NONE => drop(self.watched.remove(&source)),
            interest => drop(self.watched.insert(source, interest)),
        }
        // A transport waits until it can write for as long as it has anything to.
        if !interest.writable {
            self.buffers.remove(&source);
        }
    }

    fn close(&mut self) {
        self.phase = Phase::Closed;
        self.ready.clear();
        self.timers.clear();
        self.handles.clear();
        self.watched.clear();
        self.buffers.clear();
    }

    fn begin_turn(&mut self, turn: u64) {
        self.turn = turn;
        self.phase = Phase::Turning;
        // What is left of the last pass was dead, and dropped without a word; what is alive was left by an
        // exception that ended the loop.
        for _ in 0..std::mem::take(&mut self.left_in_pass) {
            match self.ready.front().copied() {
                Some(first) if self.is_dead(first) => {
                    self.ready.pop_front();
                    self.handles.remove(&first);
                }
                _ => break,
            }
        }
        // What was done in the turn before the last has been looked at long enough.
        while let Some(first) = self.lingering.front().copied() {
            if self.futures.get(&first).is_some_and(|future| future.done_in.saturating_add(1) >= turn) {
                break;
            }
            self.lingering.pop_front();
            self.futures.remove(&first);
        }
        // Cancelled timers that came to the top are swept without a word.
        while let Some(((when, handle), ())) = self.timers.get_min().copied()
            && self.is_dead(handle)
        {
            self.timers.remove(&(when, handle));
            self.handles.remove(&handle);
        }
    }

    /// Whether a handle will be dropped when its turn comes: it was cancelled, or nobody sleeps any more.
    fn is_dead(&self, id: HandleId) -> bool {
        let Some(handle) = self.handles.get(&id) else { return true };
        let is_over =
            |future| self.futures.get(&future).is_none_or(|future: &Future| future.status != Status::Pending);
        handle.is_cancelled || handle.ends_sleep.is_some_and(is_over)
    }

    fn soon(&mut self, id: HandleId, cause: Cause, details: Details) {
        let handle =
            Handle { cause, callee: details.text, when: None, ends_sleep: None, is_cancelled: false };
        self.handles.insert(id, handle);
        self.ready.push_back(id);
        if matches!(self.phase, Phase::Moving) {
            self.left_in_pass += 1;
        }
        if let Cause::Step(task) | Cause::WakeUp(task, _) = cause {
            self.with_task(task, |task| task.standing = Standing::Ready(Some(id)));
        }
    }

    fn later(&mut self, id: HandleId, when: Time, ends_sleep: Option<FutureId>, details: Details) {
        let handle = Handle {
            cause: Cause::Program,
            callee: details.text,
            when: Some(when),
            ends_sleep,
            is_cancelled: false,
        };
        self.handles.insert(id, handle);
        self.timers.insert((nanoseconds(when), id), ());
        if let Some(future) = ends_sleep
            && let Some(future) = self.futures.get_mut(&future)
        {
            future.timer = Some(id);
        }
    }

    fn timer_due(&mut self, id: HandleId) {
        if let Some(when) = self.handles.get(&id).and_then(|handle| handle.when) {
            self.timers.remove(&(nanoseconds(when), id));
        }
        self.ready.push_back(id);
        self.left_in_pass += 1;
    }

    fn began(&mut self, id: HandleId) {
        // Cancelled handles in front of it were dropped without a word.
        while let Some(first) = self.ready.pop_front() {
            self.left_in_pass = self.left_in_pass.saturating_sub(1);
            if first == id {
                break;
            }
            self.handles.remove(&first);
        }
        self.phase = Phase::Running(id);
        if let Some(Cause::Step(task) | Cause::WakeUp(task, _)) =
            self.handles.get(&id).map(|handle| handle.cause)
        {
            self.begin_step(task);
        }
    }

    fn begin_step(&mut self, id: FutureId) {
        self.stepping.push_back(id);
        let mut waited_for = None;
        self.with_task(id, |task| {
            if let Standing::Waiting(future) = task.standing {
                waited_for = future;
            }
            task.standing = Standing::Running;
        });
        if let Some(future) = waited_for.and_then(|future| self.futures.get_mut(&future)) {
            remove(&mut future.waiters, &id, 1);
        }
    }

    fn stepped(&mut self, id: FutureId, outcome: StepOutcome, details: Details) {
        if let Some(at) = self.stepping.iter().rposition(|task| *task == id) {
            self.stepping.truncate(at);
        }
        let standing = match outcome {
            StepOutcome::Waits(future) => Standing::Waiting(future),
            StepOutcome::GaveWay | StepOutcome::CannotWait(_) => Standing::Ready(None),
            StepOutcome::Returned
            | StepOutcome::Raised
            | StepOutcome::Cancelled
            | StepOutcome::ReturnedCancelled => Standing::Over,
        };
        self.with_task(id, |task| {
            task.standing = standing;
            task.suspended_at = details.at;
        });
        if let StepOutcome::Waits(Some(future)) = outcome
            && let Some(future) = self.futures.get_mut(&future)
        {
            future.waiters.push_back(id);
        }
    }

    fn done(&mut self, id: FutureId, status: Status, details: Details) {
        let turn = self.turn;
        if let Some(future) = self.futures.get_mut(&id) {
            future.status = status;
            future.value = details.text;
            future.done_in = turn;
            future.callbacks.clear();
            future.waiters.clear();
            if let Some(task) = &mut future.task {
                task.standing = Standing::Over;
            }
            self.lingering.push_back(id);
        }
    }

    /// A task is gone, and waits for nothing any more.
    fn destroyed(&mut self, id: FutureId) {
        let task = self.futures.get(&id).and_then(|future| future.task.as_ref());
        if let Some(Standing::Waiting(Some(awaited))) = task.map(|task| task.standing)
            && let Some(awaited) = self.futures.get_mut(&awaited)
        {
            remove(&mut awaited.waiters, &id, 1);
        }
        self.done(id, Status::Destroyed, Details::NONE);
    }

    fn with_task(&mut self, id: FutureId, change: impl FnOnce(&mut Task)) {
        if let Some(Future { task: Some(task), .. }) = self.futures.get_mut(&id) {
            change(task);
        }
    }
}

/// Removes a value from a list, the first so many times it is in it.
fn remove<T: Clone + PartialEq>(list: &mut Vector<T>, value: &T, times: usize) {
    for _ in 0..times {
        // Most often it is the first.
        let Some(at) = list.iter().position(|known| known == value) else { break };
        list.remove(at);
    }
}

/// A moment as the timers are sorted by.
pub(super) fn nanoseconds(when: Time) -> i64 {
    (when.0 * 1e9).round() as i64
}
