//! Tasks: how they start, wait, end, and are lost.

mod support;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use asyncio101::coroutine::{Resumed, Yielded};
use asyncio101::rust::{Coroutine, Rust, Value};
use asyncio101::selector::ManualSelector;
use asyncio101::trace::Unfit;
use asyncio101::{EventLoop, Exception, Future, Task, current_task, sleep};
use support::{Notes, NotesDrop, TestLoop, words};

#[test]
fn create_task_starts_later_not_now() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let inner = notes.clone();
    let task = event_loop.create_task(async move {
        inner.note("started");
        Ok(())
    });
    assert_eq!((notes.take(), task.done()), (vec![], false));
    event_loop.run_turns(1);
    assert_eq!((notes.take(), task.done()), (vec!["started".to_owned()], true));
}

#[test]
fn run_until_complete_gives_the_result_of_any_awaitable() {
    let event_loop = TestLoop::new();
    assert_eq!(event_loop.run_until_complete(async { Ok(1) }).unwrap(), 1);
    let task = event_loop.create_task(async { Ok(2) });
    assert_eq!(event_loop.run_until_complete(task.clone()).unwrap(), 2);
    assert_eq!(event_loop.run_until_complete(task).unwrap(), 2);
    let future = event_loop.create_future();
    future.set_result(3).unwrap();
    assert_eq!(event_loop.run_until_complete(future).unwrap(), 3);
}

#[test]
fn run_until_complete_raises_what_the_task_raises() {
    let event_loop = TestLoop::new();
    let error = event_loop.run_until_complete::<()>(async { Err(std::fmt::Error.into()) }).unwrap_err();
    assert!(error.downcast_ref::<std::fmt::Error>().is_some());
}

#[test]
fn stopping_before_the_future_is_done_is_an_error() {
    let event_loop = TestLoop::new();
    let stopper = event_loop.clone();
    event_loop.call_soon(move || stopper.stop());
    let future = event_loop.create_future::<()>();
    assert_eq!(
        words(event_loop.run_until_complete(future.clone())),
        "RuntimeError(\"Event loop stopped before Future completed.\")"
    );
    // It does not stop the next run when it is done at last.
    future.set_result(()).unwrap();
    let stopper = event_loop.clone();
    event_loop.call_later(1.0, move || stopper.stop());
    event_loop.run_forever().unwrap();
    assert_eq!(event_loop.time().0, 1.0);
}

#[test]
fn chain_of_tasks_resolves_one_link_per_turn() {
    let event_loop = TestLoop::new();
    let future = event_loop.create_future::<u32>();
    let mut chain: Vec<Task<u32>> = vec![event_loop.create_task(future.clone())];
    for _ in 0..3 {
        let last = chain[chain.len() - 1].clone();
        chain.push(event_loop.create_task(last));
    }
    event_loop.run_turns(1);
    future.set_result(9).unwrap();
    for done in 1..=4 {
        event_loop.run_turns(1);
        assert_eq!(chain.iter().filter(|task| task.done()).count(), done);
    }
    assert_eq!(chain[3].result().unwrap(), 9);
}

#[test]
fn chain_of_blocks_resolves_in_one_step() {
    async fn deep(future: Future<u32>, depth: u32) -> Result<u32, Exception> {
        if depth == 0 { future.await } else { Box::pin(deep(future, depth - 1)).await }
    }

    let event_loop = TestLoop::new();
    let future = event_loop.create_future();
    let task = event_loop.create_task(deep(future.clone(), 10));
    event_loop.run_turns(1);
    future.set_result(9).unwrap();
    event_loop.run_turns(1);
    assert_eq!(task.result().unwrap(), 9);
}

#[test]
fn task_waits_for_exactly_the_future_it_awaits() {
    let event_loop = TestLoop::new();
    let future = event_loop.create_future::<()>();
    let task = event_loop.create_task(future.clone());
    assert!(task.fut_waiter().is_none(), "its first step is scheduled");
    event_loop.run_turns(1);
    assert_eq!(task.fut_waiter().unwrap().id(), future.id());
    future.set_result(()).unwrap();
    event_loop.run_turns(1);
    assert!(task.fut_waiter().is_none() && task.done());
}

#[test]
fn current_task_is_the_one_that_takes_a_step() {
    let event_loop = TestLoop::new();
    assert!(current_task().is_none());
    let seen = Rc::new(RefCell::new(Vec::new()));
    let tasks: Vec<Task<()>> = (0..2)
        .map(|_| {
            let seen = seen.clone();
            event_loop.create_task(async move {
                seen.borrow_mut().push(current_task());
                sleep(0.0).await?;
                seen.borrow_mut().push(current_task());
                Ok(())
            })
        })
        .collect();
    let callback = seen.clone();
    event_loop.call_soon(move || callback.borrow_mut().push(current_task()));
    event_loop.run_ready();
    let any = |index: usize| Some(tasks[index].as_any_task().clone());
    assert_eq!(seen.take(), [any(0), any(1), None, any(0), any(1)]);
}

#[test]
fn all_tasks_are_those_that_are_not_done() {
    let event_loop = TestLoop::new();
    let tasks: Vec<_> = (1..=3).map(|seconds| event_loop.create_task(sleep(f64::from(seconds)))).collect();
    let ids = || event_loop.all_tasks().iter().map(asyncio101::AnyTask::id).collect::<Vec<_>>();
    assert_eq!(ids(), [tasks[0].id(), tasks[1].id(), tasks[2].id()]);
    tasks[1].cancel();
    event_loop.run_ready();
    assert_eq!(ids(), [tasks[0].id(), tasks[2].id()]);
    let late = event_loop.create_task(async { Ok(()) });
    assert_eq!(ids(), [tasks[0].id(), tasks[2].id(), late.id()]);
    event_loop.run_for(5.0);
    assert_eq!(ids(), []);
}

#[test]
fn task_has_a_name() {
    let event_loop = TestLoop::new();
    let task = event_loop.create_task(async { Ok(current_task().unwrap().name()) });
    assert_eq!(&*task.name(), "Task-1");
    task.set_name("reader");
    assert_eq!(format!("{task:?}"), "<Task f1 pending name='reader'>");
    assert_eq!(&*event_loop.run_until_complete(task).unwrap(), "reader");
}

#[test]
fn task_cannot_await_itself() {
    let event_loop = TestLoop::new();
    let slot: Rc<RefCell<Option<Task<()>>>> = Rc::default();
    let found = slot.clone();
    let task = event_loop.create_task(async move {
        let me = found.take().unwrap();
        me.await
    });
    *slot.borrow_mut() = Some(task.clone());
    let error = event_loop.run_until_complete(task).unwrap_err();
    assert_eq!(error.to_string(), "Task cannot await on itself: <Task f1 pending name='Task-1'>");
}

#[test]
fn result_of_a_task_is_its_own_to_give() {
    let event_loop = TestLoop::new();
    let task = event_loop.create_task(async { Ok(1) });
    assert_eq!(words(task.set_result(2)), "RuntimeError(\"Task does not support set_result operation\")");
    assert_eq!(
        words(task.set_exception(Exception::runtime("no"))),
        "RuntimeError(\"Task does not support set_exception operation\")"
    );
    assert_eq!(event_loop.run_until_complete(task).unwrap(), 1);
}

#[test]
fn exception_of_a_task_nobody_retrieved_is_reported() {
    let event_loop = TestLoop::new();
    drop(event_loop.create_task::<()>(async { Err(Exception::runtime("lost")) }));
    event_loop.run_turns(1);
    assert_eq!(event_loop.errors(), ["Task exception was never retrieved (f1): RuntimeError(\"lost\")"]);
}

#[test]
fn pending_task_that_nobody_can_wake_is_reported_when_it_is_dropped() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let future = event_loop.create_future::<()>();
    // It does not hold the future it waits for; only the future holds it.
    let steps = [Step::Yield(Yielded::Future(future.clone().into()))];
    drop(event_loop.create_task_from::<()>(Script::new(&notes, steps)));
    event_loop.run_turns(1);
    let waiter = event_loop.all_tasks().remove(0);
    assert_eq!(waiter.fut_waiter().unwrap().id(), future.id());
    drop((waiter, future));
    assert_eq!(event_loop.all_tasks().len(), 1, "a task holds what it waits for");
    event_loop.close().unwrap();
    assert_eq!(event_loop.errors(), ["Task was destroyed but it is pending! (f2)"]);
}

#[test]
fn closing_destroys_pending_tasks_in_the_order_they_were_made() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    event_loop.leaves_tasks();
    // The first waits for what only it could do: it keeps itself alive.
    let (own, held) = (event_loop.create_future::<()>(), NotesDrop(notes.clone(), "first"));
    drop(event_loop.create_task(async move {
        let _held = held;
        own.clone().await
    }));
    let held = NotesDrop(notes.clone(), "second");
    drop(event_loop.create_task(async move {
        let _held = held;
        sleep(60.0).await
    }));
    event_loop.run_turns(1);
    let held = NotesDrop(notes.clone(), "third, not started");
    let third = event_loop.create_task(async move {
        let _held = held;
        Ok(())
    });
    event_loop.close().unwrap();
    assert_eq!(notes.take(), ["first", "second", "third, not started"]);
    assert_eq!(
        event_loop.errors(),
        ["f2", "f3", "f5"].map(|id| format!("Task was destroyed but it is pending! ({id})"))
    );
    assert!(!third.done());
}

#[test]
#[cfg(panic = "unwind")]
fn panic_of_a_task_leaves_the_loop_usable() {
    let event_loop = TestLoop::new();
    event_loop.leaves_tasks();
    event_loop.create_task::<()>(async { panic!("on purpose") });
    let ran = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| event_loop.run_forever()));
    assert!(ran.is_err() && !event_loop.is_running() && event_loop.current_task().is_none());
    assert_eq!(event_loop.errors(), ["Task was destroyed but it is pending! (f1)"]);
    assert_eq!(event_loop.run_until_complete(async { Ok(1) }).unwrap(), 1);
}

/// A coroutine written by hand: it yields what it is told to, and notes what it is resumed with.
struct Script {
    steps: std::vec::IntoIter<Step>,
    notes: Notes,
}

enum Step {
    Yield(Yielded<Rust>),
    Return(Value),
    Raise(Exception),
}

impl Script {
    fn new(notes: &Notes, steps: impl IntoIterator<Item = Step>) -> Self {
        Self { steps: steps.into_iter().collect::<Vec<_>>().into_iter(), notes: notes.clone() }
    }

    fn next(&mut self) -> Resumed<Rust> {
        match self.steps.next().expect("nobody resumes a coroutine that is over") {
            Step::Yield(yielded) => Resumed::Yielded(yielded),
            Step::Return(value) => Resumed::Returned(value),
            Step::Raise(exception) => Resumed::Raised(exception),
        }
    }
}

impl Coroutine for Script {
    fn send(&mut self) -> Resumed<Rust> {
        self.notes.note("send");
        self.next()
    }

    fn throw(&mut self, exception: Exception) -> Resumed<Rust> {
        self.notes.note(format!("throw {exception:?}"));
        self.next()
    }

    fn close(&mut self) -> Result<(), Exception> {
        self.notes.note("close");
        match self.steps.next() {
            Some(Step::Raise(exception)) => Err(exception),
            _ => Ok(()),
        }
    }
}

#[test]
fn coroutine_written_by_hand_is_stepped_like_any_other() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let future = event_loop.create_future::<()>();
    let task = event_loop.create_task_from::<u32>(Script::new(
        &notes,
        [
            Step::Yield(Yielded::Nothing),
            Step::Yield(Yielded::Future(future.clone().into())),
            Step::Return(Rc::new(3_u32)),
        ],
    ));
    event_loop.call_later(1.0, move || future.set_result(()));
    assert_eq!(event_loop.run_until_complete(task).unwrap(), 3);
    assert_eq!(notes.take(), ["send", "send", "send"]);
}

#[test]
fn failure_of_what_it_waits_for_is_thrown_into_a_coroutine_written_by_hand() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let future = event_loop.create_future::<()>();
    let task = event_loop.create_task_from::<()>(Script::new(
        &notes,
        [
            Step::Yield(Yielded::Future(future.clone().into())),
            Step::Yield(Yielded::Wrong(Exception::runtime("cannot wait for that"), Unfit::NoFuture)),
            Step::Raise(Exception::runtime("gave up")),
        ],
    ));
    event_loop.call_later(1.0, move || future.set_exception(Exception::runtime("failed")));
    assert_eq!(words(event_loop.run_until_complete(task)), "RuntimeError(\"gave up\")");
    assert_eq!(
        notes.take(),
        ["send", "throw RuntimeError(\"failed\")", "throw RuntimeError(\"cannot wait for that\")"]
    );
}

#[test]
fn cancelling_a_coroutine_written_by_hand_throws_into_it() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let future = event_loop.create_future::<()>();
    let task = event_loop.create_task_from::<()>(Script::new(
        &notes,
        [Step::Yield(Yielded::Future(future.clone().into())), Step::Raise(Exception::Cancelled(None))],
    ));
    event_loop.run_turns(1);
    task.cancel_with_message("m");
    event_loop.run_ready();
    assert_eq!(notes.take(), ["send", "throw CancelledError(\"m\")"]);
    assert!(task.cancelled() && future.cancelled());
}

#[test]
fn sleep_that_is_over_says_so_when_it_is_polled_again() {
    let event_loop = TestLoop::new();
    let again = event_loop.run_until_complete(async {
        let mut sleep = std::pin::pin!(sleep(1.0));
        sleep.as_mut().await?;
        Ok(words(sleep.await))
    });
    assert_eq!(again.unwrap(), "RuntimeError(\"cannot reuse already awaited coroutine\")");
}

#[test]
fn closing_the_loop_closes_a_coroutine_and_reports_what_its_clean_up_raised() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let future = event_loop.create_future::<()>();
    let suspended = Step::Yield(Yielded::Future(future.clone().into()));
    let failing = [suspended, Step::Raise(Exception::runtime("in clean-up"))];
    let suspended = event_loop.create_task_from::<()>(Script::new(&notes, failing));
    event_loop.run_turns(1);
    let not_started = event_loop.create_task_from::<()>(Script::new(&notes, []));
    event_loop.close().unwrap();
    assert_eq!(notes.take(), ["send", "close", "close"]);
    assert_eq!(
        event_loop.errors(),
        [
            "Task was destroyed but it is pending! (f2)",
            "Exception while the coroutine of a task was closed (f2): RuntimeError(\"in clean-up\")",
            "Task was destroyed but it is pending! (f3)",
        ]
    );
    drop((suspended, not_started));
}

#[test]
fn loop_that_is_dropped_closes_the_coroutines_it_had() {
    let notes = Notes::default();
    let event_loop = EventLoop::new(Arc::new(ManualSelector::new()));
    drop(event_loop.create_task_from::<()>(Script::new(&notes, [])));
    drop(event_loop);
    assert_eq!(notes.take(), ["close"]);
}

#[test]
fn coroutine_that_returns_another_type_than_promised_fails() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let task = event_loop.create_task_from::<String>(Script::new(&notes, [Step::Return(Rc::new(1))]));
    let error = event_loop.run_until_complete(task).unwrap_err();
    assert!(error.to_string().contains("did not return what its task promised"), "{error}");
}
