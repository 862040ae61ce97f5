//! English.

mod cancelled;
mod fault;
mod network;
mod verdict;
mod words;

use std::time::Duration;

use crate::replay::Order;
use crate::replay::fact::{
    Actor, Awaited, Because, Callee, Canceller, CutShort, Fact, Fault, Hindrance, InLine, Name, Spot,
    Statement, Until,
};
use crate::selector::Timeout;
use crate::trace::format::FormatError;
use crate::trace::{GeneratorEvent, QueueEvent, Stream};

use cancelled::{TIMEOUT_AT_ONCE, cause};

pub use cancelled::canceller;
pub use fault::fault;
pub use network::{bytes, came, descriptor as source, socket};
pub use verdict::verdict;
pub use words::WORDS;

/// How the name of a future begins. It is a word of ours: where it begins a sentence, its letter is a capital.
const FUTURE: &str = "future ";

/// What happened in a step, in one sentence.
#[must_use]
pub fn sentence(told: &Statement) -> String {
    let outside = if told.is_of_thread { Actor::Thread } else { Actor::Program };
    let mut sentence = fact(&told.fact, &outside);
    if sentence.starts_with(FUTURE) {
        sentence.replace_range(..1, "F");
    }
    if let Some(Spot { line, function }) = &told.spot {
        let function = function.as_ref().map_or_else(String::new, |function| format!(", in {function}"));
        sentence.push_str(&format!(" (line {line}{function})"));
    }
    sentence.push('.');
    sentence
}

/// Tasks that await each other.
pub const IN_A_CIRCLE: &str = "cycle";

/// What is told of a step that is not the one before it.
pub(super) fn at_step(step: usize, what: &str) -> String {
    format!("Step {step}: {what}")
}

/// More happened than is recorded.
pub(super) fn is_full(steps: usize) -> String {
    format!("The trace is full: these are the first {steps} steps.")
}

/// Why a trace cannot be read.
#[must_use]
pub fn unreadable(error: &FormatError) -> String {
    error.to_string()
}

/// There are no tasks.
pub(super) fn no_task(step: usize, steps: usize) -> String {
    format!("No task is pending at step {step} of {steps}.")
}

/// Why one step came after another, in a sentence or two.
#[must_use]
pub fn order(order: &Order) -> String {
    let hindrance = hindrance(&order.hindrance);
    match &order.cut_short {
        Some(CutShort { task, by: Canceller::Timeout(0) }) => {
            format!("{hindrance} {} then cancelled {}.", capitalised(TIMEOUT_AT_ONCE), name(task))
        }
        Some(CutShort { task, by: Canceller::Timeout(after) }) => {
            let (actor, after) = (name(task), duration(*after));
            format!("{hindrance} A timeout then cancelled {actor}, {after} after it was set.")
        }
        Some(CutShort { task, by }) => {
            format!("{hindrance} Then {} was cancelled, {}.", name(task), canceller(by))
        }
        None => hindrance,
    }
}

/// What kept the later one from being first, in one sentence.
fn hindrance(hindrance: &Hindrance) -> String {
    let sentence = match hindrance {
        Hindrance::OneGo(actor) => {
            format!("{} did both in one go: its loop runs nothing else in between", beginning(actor))
        }
        // Two that ran one after the other may have had the same number.
        Hindrance::Both(Actor::Thread) => {
            "Both happened in threads in which no loop runs, one after the other".to_owned()
        }
        Hindrance::Both(actor) => format!("{} did both, one after the other", beginning(actor)),
        Hindrance::NotMade(Actor::Callback(callee)) => format!("Nobody had asked for this call yet: {}", called(callee)),
        Hindrance::NotMade(actor) => format!("{} had not been made yet", beginning(actor)),
        Hindrance::Behind { later, first } => {
            let first = actor_name(first);
            format!("{} was ready, but {first} came before it in the ready queue", beginning(later))
        }
        Hindrance::WhileRunning { later, first } => {
            let (later, first) = (beginning(later), actor_name(first));
            format!("{later} was ready, but {first} was running, and nothing interrupts what runs")
        }
        Hindrance::Inside { later, first } => format!(
            "{} was running already, and {} took its first step inside of that",
            beginning(later),
            actor_name(first)
        ),
        Hindrance::NotDone(future) => {
            let future = match future {
                Name::Task { .. } => name(future),
                Name::Future { .. } => capitalised(&in_program(future)),
            };
            format!("{future} was not done yet, and its callbacks are called only then")
        }
        Hindrance::Waiting { task, awaited: Awaited::Sleep, until, .. } => {
            format!("{} was still asleep{}", name(task), in_the_end(until.as_ref()))
        }
        Hindrance::Waiting { task, awaited, in_line, until } => {
            let waits = format!("{} was waiting for {}", name(task), what_in_program(awaited));
            match line(in_line, until.as_ref()) {
                Some(line) => format!("{waits}: {line}"),
                None => waits + &in_the_end(until.as_ref()),
            }
        }
        Hindrance::Overslept { task, first } => format!(
            "The time of {} was up already, but {} was running, and the loop looks at its timers only between two turns",
            name(task),
            actor_name(first)
        ),
        Hindrance::YetToWait { task, until: Some(Until::TimedOut(after)), .. } => {
            let by = canceller(&Canceller::Timeout(*after));
            format!("{} was yet to be cancelled {by}", name(task))
        }
        Hindrance::YetToWait { task, awaited: Awaited::Sleep, until } => {
            format!("{} had a sleep before it{}", name(task), in_the_end(until.as_ref()))
        }
        Hindrance::YetToWait { task, awaited, until } => {
            let awaited = what_in_program(awaited);
            format!("{} was yet to wait for {awaited}{}", name(task), in_the_end(until.as_ref()))
        }
        Hindrance::NotReady(callee) => {
            format!("Nothing had come yet for which the loop makes this call: {}", called(callee))
        }
        Hindrance::NotDue(callee) => format!("{} was waiting among the timers", capitalised(&called(callee))),
        Hindrance::InsideOfLoop => "The loop was still running, and the program goes on behind it".to_owned(),
        Hindrance::Threads => {
            "They happened in different threads, which run side by side unless one waits for the other, or for being started by \
             it; the trace does not tell of that"
                .to_owned()
        }
    };
    format!("{sentence}.")
}

/// What to call a future or task.
#[must_use]
pub fn name(name: &Name) -> String {
    match name {
        Name::Future { id, of, .. } if of.is_empty() => format!("{FUTURE}{id}"),
        Name::Future { id, of, .. } => format!("{FUTURE}{id} ({of})"),
        Name::Task { id, name, coroutine } => match (name.is_empty(), coroutine.is_empty()) {
            (true, true) => format!("task {id}"),
            (true, false) => format!("task {id} · {coroutine}"),
            (false, true) => name.clone(),
            (false, false) => format!("{name} · {coroutine}"),
        },
    }
}

/// A future by its number alone, for where it is clear what it is of.
#[must_use]
pub fn number(future: &Name) -> String {
    match future {
        Name::Future { id, .. } => format!("{FUTURE}{id}"),
        Name::Task { .. } => name(future),
    }
}

/// A future for somebody who reads the program and has not looked at its run, so that numbers say nothing.
fn in_program(future: &Name) -> String {
    match future {
        Name::Future { made: Some(line), .. } => format!("the future that line {line} makes"),
        other => name(other),
    }
}

/// A duration as a reader wants it: about three digits, and the unit that suits them.
#[must_use]
pub fn duration(nanoseconds: u64) -> String {
    let (value, unit) = match nanoseconds {
        0..1_000 => return format!("{nanoseconds} ns"),
        1_000..1_000_000 => (nanoseconds as f64 / 1e3, "µs"),
        1_000_000..1_000_000_000 => (nanoseconds as f64 / 1e6, "ms"),
        _ => (Duration::from_nanos(nanoseconds).as_secs_f64(), "s"),
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

/// What happened; `outside` is whose it is that is done outside of tasks.
fn fact(fact: &Fact, outside: &Actor) -> String {
    const QUEUE: &str = "at the end of the ready queue";
    match fact {
        Fact::LoopStarts => format!("{} starts the loop", beginning(outside)),
        Fact::LoopStops => match outside {
            Actor::Thread => "The loop stops, and its thread goes on behind it".to_owned(),
            _ => "The loop stops, and the program goes on behind it".to_owned(),
        },
        Fact::LoopCloses => "The loop is closed".to_owned(),
        Fact::TurnBegins(turn) => format!("Turn {turn} of the loop begins"),
        Fact::Selects(Timeout::Now) => "The loop asks its selector what is ready, without waiting".to_owned(),
        Fact::Selects(Timeout::After(wait)) => {
            let wait = duration(u64::try_from(wait.as_nanos()).unwrap_or(u64::MAX));
            format!("Nothing is ready: the loop waits in its selector, at most {wait}, until the next timer")
        }
        Fact::Selects(Timeout::Never) => {
            "Nothing is ready and no timer is set: the loop waits in its selector until something happens"
                .to_owned()
        }
        Fact::Selected(0) => "The selector is back: nothing it watches is ready".to_owned(),
        Fact::Selected(1) => "The selector is back: one thing it watches is ready".to_owned(),
        Fact::Selected(count) => format!("The selector is back: {count} things it watches are ready"),
        Fact::TimerIsDue(callee) => {
            format!("The time of {} has come: it joins the ready queue", called(callee))
        }
        Fact::IsQueued(callee) => format!("{} is put {QUEUE}", capitalised(&called(callee))),
        Fact::CallbackIsQueued { future, callee } => {
            format!("Because {} is done, {} is put {QUEUE}", name(future), called(callee))
        }
        Fact::StepIsQueued(task) => format!("The next step of {} is put {QUEUE}", name(task)),
        Fact::TaskIsQueued { task, future: Some(future) } => {
            format!("Because {} is done, {} is put {QUEUE}", name(future), name(task))
        }
        Fact::TaskIsQueued { task, future: None } => {
            format!("What {} waited for is done, so it is put {QUEUE}", name(task))
        }
        Fact::WatcherIsQueued { callee, source, came } => {
            let what = match source {
                Some((name, true)) => format!("{} can be read", capitalised(&socket(name))),
                Some((name, false)) => format!("{} can be written", capitalised(&socket(name))),
                None => "Something that is watched is ready".to_owned(),
            };
            let came = came.as_ref().map(|came| format!(" ({})", network::came(came)));
            format!("{what}{}, so {} is put {QUEUE}", came.unwrap_or_default(), called(callee))
        }
        Fact::TimerIsSet { callee, wait } => {
            format!("{} waits among the timers, {}", capitalised(&called(callee)), from_now(*wait))
        }
        Fact::SleepBegins { task, future, wait } => {
            let actor = task_or(task.as_ref(), outside);
            format!("{actor} sets a timer that ends its sleep ({}) {}", number(future), from_now(*wait))
        }
        Fact::IsCancelled(callee) => {
            format!("{} is cancelled and will not run", capitalised(&called(callee)))
        }
        Fact::TaskBegins(task) => format!("{} begins", name(task)),
        Fact::TaskGoesOn { task, because } => format!("{} goes on: {}", name(task), reason(because)),
        Fact::Runs { callee, after, came } => {
            let after = after.map(|after| format!(", {} after that was asked for", duration(after)));
            let came = came.as_ref().map(|came| format!(": {}", network::came(came)));
            let callee = capitalised(&called(callee));
            format!("{callee} runs{}{}", after.unwrap_or_default(), came.unwrap_or_default())
        }
        Fact::IsOver(callee) => format!("{} is over", capitalised(&called(callee))),
        Fact::TaskBeginsAtOnce(task) => format!("{} takes its first step at once", name(task)),
        Fact::FutureIsMade(future) => format!("A future is made: {}", name(future)),
        Fact::TaskIsMade { task, by } => {
            let by = by.as_ref().map(|by| format!(" by {}", name(by))).unwrap_or_default();
            format!("A task is made{by}: {}", name(task))
        }
        Fact::TaskIsRenamed { task, name: now } => format!("{} is now called {now}", name(task)),
        Fact::TaskWaits { task, awaited } => {
            format!("{} waits for {}", name(task), what(awaited))
        }
        Fact::TaskGivesWay(task) => format!("{} gives way to the others", name(task)),
        Fact::TaskReturns(task) => format!("{} returns", name(task)),
        Fact::TaskRaises { task, exception } => {
            format!("{} ends with {}", name(task), or(exception, "an exception"))
        }
        Fact::TaskEndsCancelled { task, ending } => cancelled::ending(task, ending),
        Fact::TaskDoesNotBegin { task, by } => cancelled::does_not_begin(task, by.as_ref()),
        Fact::TaskCannotWait { task, unfit } => cancelled::cannot_wait(task, *unfit),
        Fact::CancelIsThrown { task, by } => {
            format!("A CancelledError is thrown into {}{}", name(task), cause(by.as_ref()))
        }
        Fact::CancelIsRequested { task, is_over: false, by } => {
            format!("{} is asked to cancel{}", name(task), cause(by.as_ref()))
        }
        Fact::CancelIsRequested { task, is_over: true, .. } => {
            format!("{} is asked to cancel, but is over: nothing comes of it", name(task))
        }
        Fact::FutureIsDone { future, value, by, task } => {
            let by = match (by.as_str(), task) {
                ("", None) if *outside == Actor::Thread => format!(", by {}", actor_name(outside)),
                (by, None) if *outside == Actor::Thread => format!(", by {by}() in {}", actor_name(outside)),
                ("", None) => String::new(),
                ("", Some(task)) => format!(", by {}", name(task)),
                (by, None) => format!(", by {by}()"),
                (by, Some(task)) => format!(", by {by}() in {}", name(task)),
            };
            let value = if value.is_empty() { String::new() } else { format!(", with the result {value}") };
            format!("{} is done{by}{value}", name(future))
        }
        Fact::FutureHasFailed { future, exception } if exception.is_empty() => {
            format!("{} has failed", name(future))
        }
        Fact::FutureHasFailed { future, exception } => {
            format!("{} has failed, with {exception}", name(future))
        }
        Fact::FutureIsCancelled(future) => format!("{} is cancelled", name(future)),
        Fact::WillBeCalled { future, callee } => {
            format!("{} will be called when {} is done", capitalised(&called(callee)), name(future))
        }
        Fact::WillNotBeCalled { future, callee } => {
            format!(
                "{} will not be called any more when {} is done",
                capitalised(&called(callee)),
                name(future)
            )
        }
        Fact::AwaitsDone { task, future } => {
            let actor = task_or(task.as_ref(), outside);
            format!("{actor} awaits {}, which is done: it goes straight on", name(future))
        }
        Fact::IsAwaited { future, by } => format!("{} is awaited by {}", name(future), name(by)),
        Fact::IsNotAwaited { future, by } => format!("{} is no longer awaited by {}", name(future), name(by)),
        Fact::OtherThreads(0) => "No other thread runs".to_owned(),
        Fact::OtherThreads(count) => format!("Other threads that run, and may wake the loop: {count}"),
        Fact::Socket { by, socket, what } => network::fact(by.as_ref(), socket, what),
        Fact::Buffers { socket, bytes, high_water, is_paused } => {
            network::buffers(socket, *bytes, *high_water, *is_paused)
        }
        Fact::Watches(source, interest) => {
            let what = match (interest.readable, interest.writable) {
                (true, true) => "can be read or written",
                (true, false) => "can be read",
                (false, true) => "can be written",
                (false, false) => return format!("The selector no longer watches {}", socket(source)),
            };
            format!("The selector watches {} from now on, until it {what}", socket(source))
        }
        Fact::Prints { by, stream, text } => {
            let actor = task_or(by.as_ref(), outside);
            let how = if *stream == Stream::Stderr { " as an error" } else { "" };
            format!("{actor} prints “{text}”{how}")
        }
        Fact::Reads(text) => format!("{} reads “{text}”", beginning(outside)),
        Fact::Blocks(nanoseconds) => {
            format!(
                "The program blocks its thread for {}; nothing else can run there",
                duration(*nanoseconds)
            )
        }
        Fact::IsBusy { task, nanoseconds } => {
            let actor = task.as_ref().map_or_else(|| "A callback".to_owned(), name);
            format!("{actor} has kept the loop for {} already", duration(*nanoseconds))
        }
        Fact::Raises { task, exception } => {
            format!("{} raises {}", task_or(task.as_ref(), outside), or(exception, "an exception"))
        }
        Fact::Loads { module, nanoseconds } => {
            format!("The module {module} is loaded, at its first use, in {}", duration(*nanoseconds))
        }
        Fact::IsAway(nanoseconds) => {
            format!("Other threads ran for {}: here one runs at a time", duration(*nanoseconds))
        }
        Fact::Complains(Fault::NeverAwaited { coroutine, .. }) => {
            format!("The coroutine {coroutine} was never awaited: it never ran")
        }
        Fact::Complains(Fault::Lost(task)) => {
            format!("{} was lost: it was dropped before it was done", name(task))
        }
        Fact::Complains(Fault::Left { task, is_closed }) => cancelled::dropped(task, *is_closed),
        Fact::Complains(complaint) => fault(complaint),
        Fact::Generator { number, function, what, value } => {
            format!("Generator {function} (g{number}) {}", generator(*what, value))
        }
        Fact::Acquires { task, primitive, has_it } => {
            let verb = if *has_it { "acquires" } else { "asks for" };
            format!("{} {verb} {primitive}", task_or(task.as_ref(), outside))
        }
        Fact::Releases { task, primitive, next } => {
            let next = next.as_ref().map(|next| format!(": {} is next", name(next)));
            format!("{} releases {primitive}{}", task_or(task.as_ref(), outside), next.unwrap_or_default())
        }
        Fact::Queue { task, queue, what, items } => {
            let actor = task_or(task.as_ref(), outside);
            match what {
                QueueEvent::Put(count, room) => {
                    format!("{actor} puts an item into {queue}{}", holds(*count, *room, items))
                }
                QueueEvent::Got(count, room) => {
                    format!("{actor} takes an item out of {queue}{}", holds(*count, *room, items))
                }
                QueueEvent::Shut(count, room) => {
                    format!("{actor} shuts {queue} down{}", holds(*count, *room, items))
                }
                QueueEvent::LacksItem => format!("{actor} wants an item of {queue}, which is empty"),
                QueueEvent::LacksRoom => format!("{actor} wants to put an item into {queue}, which is full"),
            }
        }
        Fact::Line { task, changes } => {
            let actor = task_or(task.as_ref(), outside);
            if changes.is_empty() {
                format!("{actor} is about to run the next line")
            } else {
                let actor = task.as_ref().map_or_else(|| actor_name(outside), name);
                format!("Now {changes}; {actor} is about to run the next line")
            }
        }
        Fact::TraceIsFull => "The trace is full".to_owned(),
    }
}

/// What a queue holds then.
fn holds(count: u64, room: u64, items: &str) -> String {
    let room = if room > 0 { format!(" of at most {room}") } else { String::new() };
    let items = if items.is_empty() || count == 0 { String::new() } else { format!(": {items}") };
    format!(", which now holds {count}{room}{items}")
}

fn what(awaited: &Awaited) -> String {
    match awaited {
        Awaited::Sleep => "its sleep".to_owned(),
        Awaited::Future(future) => name(future),
        Awaited::Primitive { primitive, future } => format!("{primitive} ({})", number(future)),
        Awaited::Unknown => "something the loop does not know".to_owned(),
    }
}

fn what_in_program(awaited: &Awaited) -> String {
    match awaited {
        Awaited::Future(future) => in_program(future),
        other => what(other),
    }
}

fn in_the_end(until: Option<&Until>) -> String {
    match until {
        Some(Until::Resolved { task, by }) => format!(", until {by}() in {}", name(task)),
        Some(Until::TimedOut(0)) => format!(", until {TIMEOUT_AT_ONCE} ended that"),
        Some(Until::TimedOut(after)) => {
            format!(", until a timeout ended that, {} after it was set", duration(*after))
        }
        Some(Until::Cancelled(by)) => format!(", until that was cancelled, {}", canceller(by)),
        Some(Until::HasCome(came)) => format!(", until this came: {}", network::came(came)),
        None => String::new(),
    }
}

/// Why a task that waits for a lock has to: which asked first, which has it then, and which has it last.
fn line(InLine { holders, behind, was_free }: &InLine, until: Option<&Until>) -> Option<String> {
    let (last, by) = match until {
        Some(Until::Resolved { task, by }) => (Some(task), format!("until {by}()")),
        _ => (None, String::new()),
    };
    let end = |is_last: bool| if is_last { format!(" {by}") } else { String::new() };
    let mut parts = Vec::new();
    if let Some(first) = behind {
        let had_it = if holders.contains(first) {
            format!(" and had it{}", end(last == Some(first)))
        } else {
            String::new()
        };
        let free = if *was_free { "it was free, but " } else { "" };
        parts.push(format!("{free}{} had asked for it first{had_it}", name(first)));
    }
    let others: Vec<Name> =
        holders.iter().filter(|holder| Some(*holder) != behind.as_ref()).cloned().collect();
    if !others.is_empty() {
        let is_last = last.is_some_and(|last| others.contains(last));
        parts.push(format!("{} had it{}", list(&others), end(is_last)));
    }
    if let Some(last) = last.filter(|last| !holders.contains(last)) {
        parts.push(format!("{} had it last, {by}", name(last)));
    }
    (behind.is_some() || !holders.is_empty()).then(|| parts.join("; "))
}

fn list(names: &[Name]) -> String {
    names.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Who does something: a task, or whoever does what is done outside of them.
fn task_or(task: Option<&Name>, outside: &Actor) -> String {
    task.map_or_else(|| beginning(outside), name)
}

fn actor_name(actor: &Actor) -> String {
    match actor {
        Actor::Task(task) => name(task),
        Actor::Callback(callee) => called(callee),
        Actor::Program => "the program".to_owned(),
        Actor::Thread => "another thread".to_owned(),
    }
}

/// The same, where it begins a sentence. A task's name stays as it is.
fn beginning(actor: &Actor) -> String {
    match actor {
        Actor::Task(task) => name(task),
        _ => capitalised(&actor_name(actor)),
    }
}

fn reason(because: &Because) -> String {
    match because {
        Because::TheOthersHaveRun => "the others have run".to_owned(),
        Because::SleepIsOver => "its sleep is over".to_owned(),
        Because::SleepWasCancelled(by) => format!("its sleep was cancelled{}", cause(by.as_ref())),
        Because::HasFailed(awaited) => format!("{} has failed", name(awaited)),
        Because::WasCancelled(awaited, by) => {
            format!("{} was cancelled{}", name(awaited), cause(by.as_ref()))
        }
        Because::TaskIsOver(task) => format!("{} is over", name(task)),
        Because::FutureIsDone(future) => format!("{} is done", name(future)),
        Because::HasCome(came) => network::came(came),
        Because::AskedToCancel(by) => format!("it was asked to cancel{}", cause(by.as_ref())),
        Because::CannotWait => "it cannot wait for what it awaited, and an exception is thrown in".to_owned(),
        Because::SomethingIsDone => "what it waited for is done".to_owned(),
    }
}

fn generator(what: GeneratorEvent, value: &str) -> String {
    match what {
        GeneratorEvent::Created => "is made; none of its code has run".to_owned(),
        GeneratorEvent::Resumed => "runs".to_owned(),
        GeneratorEvent::Yielded if value.is_empty() => "yields and is suspended".to_owned(),
        GeneratorEvent::Yielded => format!("yields {value} and is suspended"),
        GeneratorEvent::Returned => "returns".to_owned(),
        GeneratorEvent::Raised => format!("ends with {}", or(value, "an exception")),
        GeneratorEvent::Closed => "is closed".to_owned(),
        GeneratorEvent::Untold => "goes on and on; nothing more is told of it".to_owned(),
    }
}

/// What to call something that is called.
#[must_use]
pub fn called(callee: &Callee) -> String {
    match callee {
        Callee::Function(name) => format!("{name}()"),
        Callee::Handle(id) => format!("callback {id}"),
        Callee::Unknown => "a callback".to_owned(),
        Callee::SleepOf(task) => format!("the timer that ends the sleep of {}", name(task)),
        Callee::Sleep(future) => format!("the timer that ends a sleep ({})", number(future)),
        Callee::StepOf(task) => format!("the step of {}", name(task)),
        Callee::CallbackOf(future) => format!("a callback of {}", name(future)),
    }
}

fn from_now(wait: Option<u64>) -> String {
    wait.map_or_else(|| "for ever".to_owned(), |wait| format!("{} from now", duration(wait)))
}

fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.is_empty() { otherwise } else { text }
}

/// What begins a sentence. A function's name there is left as it is.
#[must_use]
pub fn capitalised(text: &str) -> String {
    if text.ends_with("()") {
        return text.to_owned();
    }
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
