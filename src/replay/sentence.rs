//! Every step as one sentence.

use std::time::Duration;

use super::{Finding, Moment, Problem, Replay, State};
use crate::handle::HandleId;
use crate::selector::Timeout;
use crate::trace::{Cause, Complaint, Event, FutureId, GeneratorEvent, StackId, StepOutcome, Stream, TextId};

/// The longest piece of a program's own text in a sentence, in characters.
const LONGEST: usize = 60;

impl Replay {
    /// What happened in a step, in one sentence.
    #[must_use]
    pub fn sentence(&self, moment: &Moment) -> String {
        let words = Words { replay: self, state: &moment.before };
        let mut sentence = words.event(moment.event, moment.note.text, moment.note.name);
        // A task's step says itself where it is suspended; of other steps, where somebody asked for them.
        let says_where = matches!(moment.event, Event::Stepped(..)) || moment.note.at == StackId::default();
        if !says_where && let Some(place) = words.place(moment.note.at) {
            sentence.push_str(&format!(" ({place})"));
        }
        sentence.push('.');
        sentence
    }

    /// What is wrong, in one sentence for somebody who is learning.
    #[must_use]
    pub fn problem(&self, finding: &Finding) -> String {
        let name = |id| self.name_of(finding.in_loop, id);
        match &finding.problem {
            Problem::NeverAwaited { coroutine } => {
                let coroutine = local_name(self.names().text(*coroutine));
                format!(
                    "{coroutine}() was called but never awaited, so none of its code ran; write `await {coroutine}()`"
                )
            }
            Problem::Blocked { nanoseconds, task } => {
                let who = task.map_or_else(|| "A callback".to_owned(), name);
                format!("{who} kept the loop from running anything else for {}", duration(*nanoseconds))
            }
            Problem::NeverRetrieved { future } => {
                format!("{} failed, and nobody ever asked for its exception: await it", name(*future))
            }
            Problem::Deadlock { tasks, cycle } => {
                let list = |ids: &[FutureId], between: &str| {
                    ids.iter().map(|id| name(*id)).collect::<Vec<_>>().join(between)
                };
                let circle = match cycle.first() {
                    Some(first) => {
                        format!("; they wait for each other: {} → {}", list(cycle, " → "), name(*first))
                    }
                    None => String::new(),
                };
                format!("Nothing is left that could wake {}{circle}", list(tasks, ", "))
            }
            Problem::Lost { task } => format!(
                "{} was lost before it was done: nothing referred to it any more; keep what create_task returns",
                name(*task)
            ),
            Problem::NeverYielded { task, awaited, times } => format!(
                "{} awaited {}() {times} times in one step, and none of these awaits gave another task a turn",
                name(*task),
                self.names().text(*awaited)
            ),
        }
    }

    /// What to call a future or task, in the words of a reader: a task's name, or the future's number.
    #[must_use]
    pub fn name_of(&self, in_loop: usize, id: FutureId) -> String {
        match self.future(in_loop, id) {
            Some(record) if record.is_task => {
                let name = self.names().text(record.name);
                let coroutine = local_name(self.names().text(record.coroutine));
                match (name.is_empty(), coroutine.is_empty()) {
                    (true, true) => format!("task {id}"),
                    (true, false) => format!("task {id} ({coroutine})"),
                    (false, true) => name.to_owned(),
                    (false, false) => format!("{name} ({coroutine})"),
                }
            }
            _ => format!("future {id}"),
        }
    }
}

/// Finds words for one state.
struct Words<'a> {
    replay: &'a Replay,
    state: &'a State,
}

impl Words<'_> {
    fn event(&self, event: Event, text: TextId, name: TextId) -> String {
        match event {
            Event::RunBegan => "The program starts the loop".to_owned(),
            Event::RunEnded => "The loop stops, and the program goes on behind it".to_owned(),
            Event::Closed => "The loop is closed".to_owned(),
            Event::TurnBegan(turn) => format!("Turn {turn} of the loop begins"),
            Event::Selecting(timeout) => self.selecting(timeout),
            Event::Selected(0) => "The selector is back: nothing it watches is ready".to_owned(),
            Event::Selected(1) => "The selector is back: one thing it watches is ready".to_owned(),
            Event::Selected(count) => format!("The selector is back: {count} things it watches are ready"),
            Event::TimerDue(handle) => {
                format!("The time of {} has come: it joins the ready queue", self.handle(handle))
            }
            Event::Soon(handle, cause) => self.soon(handle, cause, text),
            Event::Later(_, when) => {
                let wait = self.wait(when.0);
                format!("{} waits among the timers, {wait}", self.callee(text))
            }
            Event::Sleeps(_, when, future) => {
                let who = self.current_task().unwrap_or_else(|| "The program".to_owned());
                format!(
                    "{who} sets a timer that ends its sleep ({}) {}",
                    self.future(future),
                    self.wait(when.0)
                )
            }
            Event::HandleCancelled(handle) => {
                format!("{} is cancelled and will not run", self.handle(handle))
            }
            Event::Began(handle) => self.began(handle),
            Event::Ended(handle) => format!("{} is over", self.run(handle)),
            Event::BeganEagerly(task) => format!("{} takes its first step at once", self.future(task)),
            Event::FutureCreated(future) => format!("A future is made: {}", self.future(future)),
            Event::TaskCreated(task) => {
                let by = self.current_task().map(|by| format!(" by {by}")).unwrap_or_default();
                format!("A task is made{by}: {}", self.future(task))
            }
            Event::Renamed(task) => format!("{} is now called {}", self.future(task), self.text(name)),
            Event::Stepped(task, outcome) => self.stepped(task, outcome, text),
            Event::CancelRequested(task) => format!("{} is asked to cancel", self.future(task)),
            Event::FutureDone(future) => self.resolved(future, "is done", "with the result", text),
            Event::FutureFailed(future) => self.resolved(future, "has failed", "with", text),
            Event::FutureCancelled(future) => {
                self.resolved(future, "is cancelled", "with", TextId::default())
            }
            Event::CallbackAdded(future) => {
                format!("{} will be called when {} is done", self.callee(text), self.future(future))
            }
            Event::CallbackRemoved(future, _) => {
                format!(
                    "{} will not be called any more when {} is done",
                    self.callee(text),
                    self.future(future)
                )
            }
            Event::AwaitedBy(future, waiter) => {
                format!("{} is awaited by {}", self.future(future), self.future(waiter))
            }
            Event::NotAwaitedBy(future, waiter) => {
                format!("{} is no longer awaited by {}", self.future(future), self.future(waiter))
            }
            Event::Threads(0) => "No other thread runs".to_owned(),
            Event::Threads(count) => format!("Other threads that run, and may wake the loop: {count}"),
            Event::Watching(source, interest) => {
                let what = match (interest.readable, interest.writable) {
                    (true, true) => "can be read or written",
                    (true, false) => "can be read",
                    (false, true) => "can be written",
                    (false, false) => return format!("The selector no longer watches {}", source.0),
                };
                format!("The selector watches {} from now on, until it {what}", source.0)
            }
            Event::Printed(Stream::Stdout) => format!("The program prints {}", self.quoted(text)),
            Event::Printed(Stream::Stderr) => format!("The program prints {} as an error", self.quoted(text)),
            Event::Read => format!("The program reads {}", self.quoted(text)),
            Event::Blocked(nanoseconds) => {
                format!("The program blocks its thread for {}; nothing else can run", duration(nanoseconds))
            }
            Event::Complained(complaint) => self.complained(complaint, text),
            Event::Generator(number, what) => self.generator(number, what, text, name),
            Event::Line if text == TextId::default() => "The next line runs".to_owned(),
            Event::Line => format!("The next line runs; since the last one, {}", self.text(text)),
            Event::Full => "The trace is full".to_owned(),
        }
    }

    fn selecting(&self, timeout: Timeout) -> String {
        match timeout {
            Timeout::Now => "The loop asks its selector what is ready, without waiting".to_owned(),
            Timeout::After(wait) => {
                let wait = duration(u64::try_from(wait.as_nanos()).unwrap_or(u64::MAX));
                format!(
                    "Nothing is ready: the loop waits in its selector, at most {wait}, until the next timer"
                )
            }
            Timeout::Never => {
                "Nothing is ready and no timer is set: the loop waits in its selector until something happens"
                    .to_owned()
            }
        }
    }

    fn soon(&self, handle: HandleId, cause: Cause, text: TextId) -> String {
        let queue = "at the end of the ready queue";
        match cause {
            Cause::Program => format!("{} is put {queue}", self.callee(text)),
            Cause::Done(future) => {
                let callback =
                    if text == TextId::default() { "a callback".to_owned() } else { self.callee(text) };
                format!("Because {} is done, {callback} is put {queue}", self.future(future))
            }
            Cause::Step(task) => format!("The next step of {} is put {queue}", self.future(task)),
            Cause::WakeUp(task, Some(future)) => {
                format!("Because {} is done, {} is put {queue}", self.future(future), self.future(task))
            }
            Cause::WakeUp(task, None) => {
                format!("What {} waited for is done, so it is put {queue}", self.future(task))
            }
            Cause::Ready => format!("Something is ready, so its callback ({handle}) is put {queue}"),
        }
    }

    fn began(&self, id: HandleId) -> String {
        let record = self.replay.handle(self.state.current, id);
        match record.map(|record| record.cause) {
            Some(Cause::Step(task)) => {
                let has_run = self
                    .replay
                    .future(self.state.current, task)
                    .and_then(|task| task.spans.first())
                    .is_some_and(|span| span.began <= self.state.step);
                if has_run {
                    format!("{} goes on, after giving the others a turn", self.future(task))
                } else {
                    format!("{} begins", self.future(task))
                }
            }
            Some(Cause::WakeUp(task, future)) => {
                let resumed = future.map_or_else(
                    || "what it waited for is done".to_owned(),
                    |future| match self.replay.future(self.state.current, future) {
                        Some(record) if record.is_task => format!("{} is over", self.future(future)),
                        _ if self.was_sleep(future) => "its sleep is over".to_owned(),
                        _ => format!("{} is done", self.future(future)),
                    },
                );
                format!("{} goes on: {resumed}", self.future(task))
            }
            _ => format!("{} runs", self.run(id)),
        }
    }

    fn was_sleep(&self, future: FutureId) -> bool {
        let event_loop = self.state.current_loop();
        event_loop
            .and_then(|event_loop| event_loop.futures.get(&future))
            .is_some_and(|future| future.timer.is_some())
    }

    fn stepped(&self, task: FutureId, outcome: StepOutcome, text: TextId) -> String {
        let who = self.future(task);
        match outcome {
            StepOutcome::Waits(future) => {
                let what = match future {
                    Some(future) if self.was_sleep(future) => "its sleep".to_owned(),
                    Some(future) => self.future(future),
                    None => "something the loop does not know".to_owned(),
                };
                format!("{who} waits for {what}")
            }
            StepOutcome::GaveWay => format!("{who} gives the others a turn"),
            StepOutcome::Returned => format!("{who} returns"),
            StepOutcome::Raised if text == TextId::default() => format!("{who} raises an exception"),
            StepOutcome::Raised => format!("{who} raises {}", self.text(text)),
            StepOutcome::Cancelled => format!("{who} lets its cancellation through and ends"),
        }
    }

    fn resolved(&self, future: FutureId, what: &str, with: &str, text: TextId) -> String {
        let name = self.future(future);
        if text == TextId::default() {
            format!("{name} {what}")
        } else {
            format!("{name} {what}, {with} {}", self.text(text))
        }
    }

    fn complained(&self, complaint: Complaint, text: TextId) -> String {
        match complaint {
            Complaint::NeverAwaited => {
                format!("The coroutine {} was never awaited: it never ran", local_name(&self.text(text)))
            }
            Complaint::NeverRetrieved(future) => {
                format!("{} failed, and nobody ever asked for its exception", self.future(future))
            }
            Complaint::Destroyed(task) => {
                format!("{} was lost: it was dropped before it was done", self.future(task))
            }
            Complaint::NeverYielded(task, times) => format!(
                "{} has awaited {} {times} times without giving the others a turn",
                self.future(task),
                self.text(text)
            ),
        }
    }

    fn generator(&self, number: u64, what: GeneratorEvent, text: TextId, name: TextId) -> String {
        let who = format!("Generator {} (g{number})", self.text(name));
        let value = self.text(text);
        match what {
            GeneratorEvent::Created => format!("{who} is made; none of its code has run"),
            GeneratorEvent::Resumed => format!("{who} runs"),
            GeneratorEvent::Yielded if value.is_empty() => format!("{who} yields and is suspended"),
            GeneratorEvent::Yielded => format!("{who} yields {value} and is suspended"),
            GeneratorEvent::Returned => format!("{who} returns"),
            GeneratorEvent::Raised => format!("{who} raises {value}"),
            GeneratorEvent::Closed => format!("{who} is closed"),
        }
    }

    fn current_task(&self) -> Option<String> {
        let task = self.state.current_loop()?.current_task()?;
        Some(self.future(task))
    }

    fn future(&self, id: FutureId) -> String {
        self.replay.name_of(self.state.current, id)
    }

    /// A handle that waits.
    fn handle(&self, id: HandleId) -> String {
        match self.replay.handle(self.state.current, id) {
            Some(record) => match record.ends_sleep {
                Some(future) => match self.sleeper(future) {
                    Some(task) => format!("the timer that ends the sleep of {task}"),
                    None => format!("the timer that ends a sleep ({})", self.future(future)),
                },
                None if record.callee == TextId::default() => format!("callback {id}"),
                None => self.callee(record.callee),
            },
            None => format!("callback {id}"),
        }
    }

    /// A handle that runs.
    fn run(&self, id: HandleId) -> String {
        match self.replay.handle(self.state.current, id).map(|record| record.cause) {
            Some(Cause::Step(task) | Cause::WakeUp(task, _)) => format!("The step of {}", self.future(task)),
            Some(Cause::Done(future)) => format!("A callback of {}", self.future(future)),
            _ => capitalised(&self.handle(id)),
        }
    }

    fn sleeper(&self, future: FutureId) -> Option<String> {
        let future = self.state.current_loop()?.futures.get(&future)?;
        Some(self.future(*future.waiters.front()?))
    }

    fn callee(&self, text: TextId) -> String {
        let name = self.text(text);
        let name = local_name(&name);
        if name.is_empty() { "A callback".to_owned() } else { format!("{name}()") }
    }

    fn text(&self, id: TextId) -> String {
        shortened(self.replay.names().text(id))
    }

    fn quoted(&self, id: TextId) -> String {
        format!("“{}”", shortened(self.replay.names().text(id).trim_end_matches('\n')).replace('\n', "⏎"))
    }

    /// How long it is until `when`, in seconds since the trace began.
    fn wait(&self, when: f64) -> String {
        let nanoseconds = ((when * 1e9).round() - self.state.clock as f64).max(0.0);
        if nanoseconds >= 1e18 {
            return "for ever".to_owned();
        }
        format!("{} from now", duration(nanoseconds as u64))
    }

    fn place(&self, at: StackId) -> Option<String> {
        let place = self.replay.names().user_place(at)?;
        Some(if place.function == "<module>" {
            format!("line {}", place.line)
        } else {
            format!("line {}, in {}", place.line, local_name(place.function))
        })
    }
}

/// A duration as a reader wants it: about three digits, and the unit that suits them.
pub(super) fn duration(nanoseconds: u64) -> String {
    let duration = Duration::from_nanos(nanoseconds);
    let (value, unit) = match nanoseconds {
        0..1_000 => return format!("{nanoseconds} ns"),
        1_000..1_000_000 => (nanoseconds as f64 / 1e3, "µs"),
        1_000_000..1_000_000_000 => (nanoseconds as f64 / 1e6, "ms"),
        _ => (duration.as_secs_f64(), "s"),
    };
    let digits = if value >= 100.0 {
        0
    } else if value >= 10.0 {
        1
    } else {
        2
    };
    let text = format!("{value:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} {unit}")
}

/// A qualified name without the functions it is local to.
fn local_name(name: &str) -> &str {
    name.rsplit_once("<locals>.").map_or(name, |(_, local)| local)
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
