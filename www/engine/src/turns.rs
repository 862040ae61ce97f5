//! Turns: the threads of a program are all in the one that a tab has.
//!
//! Each is a call of its own into WebAssembly, suspended (JavaScript Promise Integration) for as long as another runs. (While
//! it is, wasm-bindgen keeps what it has on the stack of the linear memory elsewhere: no thread may hold a reference into
//! another's.) One runs until it waits: for a time, a lock, another thread, the events of its
//! loop, a line of input. Then the next that can goes on, first come, first served; while none can, the one with the
//! earliest deadline waits for all. So what a program sees is what it might see where threads are the system's, and on the
//! virtual clock the same each time.
//!
//! | state | becomes | by |
//! | --- | --- | --- |
//! | ready: could go on | running | another that waits, ends, or [steps aside](step_aside) |
//! | running: exactly one | waiting | [`give_way`] |
//! | waiting, until a time | ready | that time, [`wake`], [`wake_all`] |
//!
//! Where a browser cannot suspend, what is started as a thread [runs at once](run_at_once).

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};

use asyncio101::python::recording;
use asyncio101::python::threads::suspend;
use asyncio101::selector::Time;

use crate::{clock, host};

/// A thread: `threading.get_ident()`. The main thread's is 1.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Number(pub(crate) u32);

/// The one the program was started in, which alone hears of Stop.
pub(crate) const MAIN: Number = Number(1);

/// What can end a wait before its time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Hears {
    /// Other threads alone.
    Threads,
    /// What comes from outside the program, too.
    News,
}

/// Why [`give_way`] has returned.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use]
pub(crate) enum Turn {
    /// The thread was woken, or its time has come.
    Woken,
    /// No thread can go on before this one's time has come: it is to do the waiting.
    Wait,
    /// No thread can ever go on.
    Deadlock,
}

/// What a thread waits for.
#[derive(Clone, Copy, Debug)]
struct Wait {
    /// On the run's clock.
    until: Time,
    hears: Hears,
}

/// What runs in a thread that has not begun.
type Begin = Box<dyn FnOnce()>;

struct Threads {
    running: Number,
    /// Those that could go on, and since when, in [`host::now`]'s milliseconds.
    ready: VecDeque<(Number, f64)>,
    /// Since when the one that runs could, or has run, whichever is later.
    due: f64,
    waiting: BTreeMap<Number, Wait>,
    beginning: BTreeMap<Number, Begin>,
    /// Whether the program is over, and with it whatever still runs.
    is_over: bool,
    /// How many there are besides the main thread.
    others: usize,
    /// The last number that was given.
    last: Number,
    /// When the one that runs was given its turn, in [`host::now`]'s milliseconds.
    since: f64,
}

thread_local! {
    static THREADS: RefCell<Threads> = const { RefCell::new(Threads::new()) };
}

impl Threads {
    const fn new() -> Self {
        Self {
            running: MAIN,
            ready: VecDeque::new(),
            due: 0.0,
            waiting: BTreeMap::new(),
            beginning: BTreeMap::new(),
            is_over: false,
            others: 0,
            last: MAIN,
            since: 0.0,
        }
    }

    /// One more, of a number of its own.
    fn add(&mut self) -> Number {
        self.others += 1;
        self.last = Number(self.last.0 + 1);
        self.last
    }

    fn wake(&mut self, thread: Number) {
        if self.waiting.remove(&thread).is_some() {
            self.make_ready(thread);
        }
    }

    fn make_ready(&mut self, thread: Number) {
        self.ready.push_back((thread, host::now()));
    }

    /// Who goes on, if anybody is ready.
    fn next_ready(&mut self) -> Option<Number> {
        let (thread, since) = self.ready.pop_front()?;
        self.due = since;
        Some(thread)
    }

    /// Who goes on: the first that is ready, else the one that waits for the earliest time.
    fn next(&mut self) -> Option<Number> {
        self.wake_due();
        self.next_ready().or_else(|| {
            self.due = f64::INFINITY;
            self.earliest()
        })
    }

    /// Those whose time has come are ready, in the order of their times.
    fn wake_due(&mut self) {
        let due = self.waiting.iter().filter(|(_, wait)| clock::has_come(wait.until));
        let mut due: Vec<_> = due.map(|(&it, wait)| (wait.until, it)).collect();
        due.sort_by(|(one, _), (other, _)| one.partial_cmp(other).expect("times are numbers"));
        for (_, thread) in due {
            self.wake(thread);
        }
    }

    /// The one that waits for the earliest time; of two that wait equally long the older.
    fn earliest(&self) -> Option<Number> {
        let mut waiting = self.waiting.iter();
        let mut earliest = waiting.next()?;
        for other in waiting {
            if other.1.until < earliest.1.until {
                earliest = other;
            }
        }
        Some(*earliest.0)
    }

    /// Whether nothing can ever end any wait.
    fn is_deadlock(&self) -> bool {
        self.waiting.values().all(|wait| wait.until.0.is_infinite() && wait.hears == Hears::Threads)
    }
}

/// The thread that runs.
pub(crate) fn current() -> Number {
    THREADS.with_borrow(|threads| threads.running)
}

/// Whether that is the main one.
pub(crate) fn is_main() -> bool {
    current() == MAIN
}

/// How many threads there are besides the one that runs.
pub(crate) fn others() -> usize {
    THREADS.with_borrow(|threads| threads.others)
}

/// Makes a thread, which will run `begin` once it has its first turn. The run has to be one that may be suspended.
pub(crate) fn start(begin: Begin) -> Number {
    let number = THREADS.with_borrow_mut(Threads::add);
    host::start_thread(number.0);
    THREADS.with_borrow_mut(|threads| {
        threads.beginning.insert(number, begin);
        threads.make_ready(number);
    });
    number
}

/// Runs something as a thread, now and to its end.
pub(crate) fn run_at_once(begin: Begin) -> Number {
    let number = THREADS.with_borrow_mut(Threads::add);
    let before = THREADS.with_borrow_mut(|threads| std::mem::replace(&mut threads.running, number));
    let suspended = suspend();
    begin();
    suspended.resume();
    THREADS.with_borrow_mut(|threads| {
        threads.running = before;
        threads.others -= 1;
    });
    number
}

/// The thread whose turn it is runs, to its end: called by JavaScript, under a promise of its own.
pub(crate) fn run() {
    let begin = THREADS.with_borrow_mut(|threads| {
        threads.since = host::now();
        threads.beginning.remove(&threads.running)
    });
    begin.expect("a thread begins once")();
    end();
}

/// Whether the program is over: a thread that still runs is to end where it stands.
pub(crate) fn is_over() -> bool {
    THREADS.with_borrow(|threads| threads.is_over)
}

/// How often a thread may refuse to end.
const REFUSALS: usize = 1000;

/// The program is over. Daemons end where they stand, so that nothing of it is left: what they hold is dropped.
///
/// # Panics
///
/// When one will not.
pub(crate) fn finish() {
    THREADS.with_borrow_mut(|threads| threads.is_over = true);
    for _ in 0..REFUSALS {
        if others() == 0 {
            break;
        }
        wake_all();
        step_aside();
    }
    assert_eq!(others(), 0, "a thread of the program's does not end");
    drop(THREADS.replace(Threads::new()));
}

/// The thread that runs is over. It is the last thing it does.
fn end() {
    let next = THREADS.with_borrow_mut(|threads| {
        threads.others -= 1;
        // The main thread is there as long as any other can have a turn.
        let next = threads.next().expect("the main thread waits");
        threads.running = next;
        next
    });
    host::pass_turn(next.0);
}

/// A thread is ready, if it waited.
pub(crate) fn wake(thread: Number) {
    THREADS.with_borrow_mut(|threads| threads.wake(thread));
}

/// All that wait are ready, and look for themselves.
pub(crate) fn wake_all() {
    THREADS.with_borrow_mut(|threads| {
        for thread in std::mem::take(&mut threads.waiting).into_keys() {
            threads.make_ready(thread);
        }
    });
}

/// Lets others run until `until`, on the run's clock, has come or this thread has been woken. Returns earlier when no other
/// can do anything before that.
pub(crate) fn give_way(until: Time, hears: Hears) -> Turn {
    if others() == 0 {
        let ever = until.0.is_finite() || hears == Hears::News;
        return if ever { Turn::Wait } else { Turn::Deadlock };
    }
    let me = THREADS.with_borrow_mut(|threads| {
        threads.waiting.insert(threads.running, Wait { until, hears });
        threads.running
    });
    loop {
        let next = THREADS.with_borrow_mut(|threads| threads.next().expect("this one waits"));
        if next != me {
            switch(next);
        }
        let turn = THREADS.with_borrow_mut(|threads| {
            if !threads.waiting.contains_key(&me) {
                return Some(Turn::Woken);
            }
            if !threads.ready.is_empty() || threads.earliest() != Some(me) {
                return None;
            }
            let turn = if threads.is_deadlock() { Turn::Deadlock } else { Turn::Wait };
            threads.waiting.remove(&me);
            Some(turn)
        });
        if let Some(turn) = turn {
            return turn;
        }
    }
}

/// For how many milliseconds the thread that runs has kept others waiting that are ready; 0 if there are none.
pub(crate) fn overdue() -> f64 {
    if has_ready() { host::now() - THREADS.with_borrow(|threads| threads.since) } else { 0.0 }
}

/// Whether another thread could go on.
fn has_ready() -> bool {
    THREADS.with_borrow_mut(|threads| {
        threads.others > 0 && {
            threads.wake_due();
            !threads.ready.is_empty()
        }
    })
}

/// Lets those run that are ready now.
pub(crate) fn step_aside() {
    if others() == 0 {
        return;
    }
    let next = THREADS.with_borrow_mut(|threads| {
        threads.wake_due();
        let next = threads.next_ready()?;
        threads.make_ready(threads.running);
        Some(next)
    });
    if let Some(next) = next {
        switch(next);
    }
}

/// Goes on with `next`; returns when it is this thread's turn again.
fn switch(next: Number) {
    let me = THREADS.with_borrow_mut(|threads| std::mem::replace(&mut threads.running, next));
    let suspended = suspend();
    host::switch_thread(next.0, me.0);
    suspended.resume();
    let now = host::now();
    let due = THREADS.with_borrow_mut(|threads| {
        threads.since = now;
        threads.due
    });
    // On the virtual clock a trace is the same each time.
    if due < now && clock::virtual_clock().is_none() {
        recording::record_away(((now - due) * 1e6) as u64);
    }
}
