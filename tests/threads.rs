//! What is told of a program in which several threads do things: whose each of them is.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use asyncio101::handle::HandleId;
use asyncio101::replay::Replay;
use asyncio101::replay::fact::Hindrance;
use asyncio101::replay::say::Language;
use asyncio101::selector::Time;
use asyncio101::trace::{Cause, Details, Event, FutureId, Observer, Recorder, StackId, StepOutcome, Stream};

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// Records what is done in threads that it only says it is in.
struct Threads {
    recorder: Recorder,
    thread: Arc<AtomicU64>,
}

impl Threads {
    fn new() -> Self {
        let recorder = Recorder::new(|| Time(0.0));
        let thread = Arc::new(AtomicU64::new(70));
        let now = thread.clone();
        recorder.tell_threads(move || now.load(Ordering::Relaxed));
        Self { recorder, thread }
    }

    fn enter(&self, thread: u64) {
        self.thread.store(thread, Ordering::Relaxed);
    }

    fn print(&self, text: &str) {
        let _ = self.recorder.printed(Stream::Stdout, text, StackId::default);
    }

    /// A loop in which a task begins a step.
    fn begin_task(&self, name: &str) -> Box<dyn Observer> {
        let mut observer = self.recorder.observer();
        let details = Details { name: self.recorder.text(name), ..Details::NONE };
        observer.observe(Event::RunBegan, Details::NONE);
        observer.observe(Event::TaskCreated(FutureId(1)), details);
        observer.observe(Event::Soon(HandleId(1), Cause::Step(FutureId(1))), Details::NONE);
        observer.observe(Event::Began(HandleId(1)), Details::NONE);
        observer
    }

    fn replay(&self) -> Replay {
        Replay::read(self.recorder.take()).unwrap()
    }
}

/// The step that printed a text, and what is said of it.
fn printed(replay: &Replay, text: &str) -> (usize, String) {
    let is_it = |line: &&asyncio101::replay::Printed| replay.names().text(line.text).trim() == text;
    let step = replay.printed().iter().find(is_it).unwrap().step;
    (step, replay.sentence(&replay.moment(step).unwrap()))
}

fn hindrance(replay: &Replay, earlier: &str, later: &str) -> Hindrance {
    replay.order(printed(replay, earlier).0, printed(replay, later).0).unwrap().hindrance
}

#[test]
fn what_another_thread_does_is_not_the_tasks_doing() {
    let threads = Threads::new();
    let mut in_loop = threads.begin_task("A");
    in_loop.observe(Event::FutureCreated(FutureId(2)), Details::NONE);
    threads.print("before\n");
    threads.enter(71);
    threads.print("from a thread\n");
    in_loop.observe(Event::FutureDone(FutureId(2)), Details::NONE);
    threads.enter(70);
    threads.print("after\n");
    in_loop.observe(Event::Stepped(FutureId(1), StepOutcome::Returned), Details::NONE);
    let replay = threads.replay();
    let told: Vec<_> = ["before", "from a thread", "after"].map(|text| printed(&replay, text).1).into();
    assert_eq!(told, ["A prints “before”.", "Another thread prints “from a thread”.", "A prints “after”."]);
    let done = replay.walk(1..=replay.len()).find(|it| it.event == Event::FutureDone(FutureId(2))).unwrap();
    let told = replay.statement(&done);
    assert_eq!(Language::English.sentence(&told), "Future f2 is done, by another thread.");
    assert_eq!(Language::Turkish.sentence(&told), "future f2 bitti, bitiren: başka bir thread.");
    assert_eq!(
        replay.printed().iter().map(|line| line.by.is_some()).collect::<Vec<_>>(),
        [true, false, true]
    );
    // Nothing holds the one back that is in another thread; and A's step was one go.
    assert_eq!(hindrance(&replay, "before", "from a thread"), Hindrance::Threads);
    assert_eq!(hindrance(&replay, "from a thread", "after"), Hindrance::Threads);
    assert!(matches!(hindrance(&replay, "before", "after"), Hindrance::OneGo(_)));
}

#[test]
fn each_of_two_threads_runs_a_loop_of_its_own() {
    let threads = Threads::new();
    let mut first = threads.begin_task("A");
    threads.enter(71);
    let mut second = threads.begin_task("B");
    threads.print("of the second\n");
    threads.enter(70);
    threads.print("of the first\n");
    // It has the other loop do something.
    second.observe(Event::Soon(HandleId(2), Cause::Program), Details::NONE);
    threads.print("of the first again\n");
    first.observe(Event::Ended(HandleId(1)), Details::NONE);
    first.observe(Event::RunEnded, Details::NONE);
    threads.print("of the program\n");
    let replay = threads.replay();
    let told = ["of the second", "of the first", "of the first again", "of the program"];
    let told = told.map(|text| printed(&replay, text).1);
    let expected = [
        "B prints “of the second”.",
        "A prints “of the first”.",
        "A prints “of the first again”.",
        "The program prints “of the program”.",
    ];
    assert_eq!(told, expected);
    // The second loop still runs, and the program is not behind it.
    assert_eq!(hindrance(&replay, "of the second", "of the program"), Hindrance::Threads);
    assert_eq!(hindrance(&replay, "of the first", "of the program"), Hindrance::InsideOfLoop);
    let asked = replay.handle(1, HandleId(2)).unwrap();
    assert_eq!((asked.by, asked.by_task), (None, None), "whoever asked is none of that loop's");
}

#[test]
fn pieces_of_two_threads_are_no_line() {
    let threads = Threads::new();
    threads.print("one ");
    threads.enter(71);
    threads.print("two\n");
    threads.enter(70);
    threads.print("three\n");
    let replay = threads.replay();
    let lines: Vec<_> = replay.printed().iter().map(|line| replay.names().text(line.text)).collect();
    assert_eq!(lines, ["one ", "two\n", "three\n"]);
    assert_eq!(printed(&replay, "two").1, "Another thread prints “two”.");
}

#[test]
fn what_blocks_another_thread_blocks_no_loop() {
    let threads = Threads::new();
    threads.recorder.about("clock", "virtual");
    let mut in_loop = threads.begin_task("A");
    threads.enter(71);
    threads.recorder.record(Event::Blocked(900_000_000), Details::NONE);
    threads.enter(70);
    in_loop.observe(Event::Ended(HandleId(1)), Details::NONE);
    assert_eq!(threads.replay().findings(), []);
}

#[test]
fn one_thread_costs_nothing() {
    let record = |tells: bool| {
        let recorder = Recorder::new(|| Time(0.0));
        if tells {
            recorder.tell_threads(|| 70);
        }
        let mut observer = recorder.observer();
        observer.observe(Event::RunBegan, Details::NONE);
        let _ = recorder.printed(Stream::Stdout, "text\n", StackId::default);
        recorder.take()
    };
    assert_eq!(record(true), record(false));
}
