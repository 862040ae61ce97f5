//! Futures: one outcome, told once to everybody who waits.

mod support;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use asyncio101::selector::ManualSelector;
use asyncio101::{EventLoop, Exception, Future};
use support::{Notes, NotesDrop, TestLoop, words};

#[test]
fn pending_future_has_neither_result_nor_exception() {
    let event_loop = TestLoop::new();
    let future = event_loop.create_future::<u32>();
    assert_eq!((future.done(), future.cancelled()), (false, false));
    assert_eq!(words(future.result()), "InvalidStateError(\"Result is not ready.\")");
    assert_eq!(words(future.exception()), "InvalidStateError(\"Exception is not set.\")");
    assert_eq!(format!("{future:?}"), "<Future f1 pending>");
}

#[test]
fn future_changes_state_only_once() {
    let event_loop = TestLoop::new();
    let future = event_loop.create_future();
    future.set_result(1).unwrap();
    let refused = "InvalidStateError(\"invalid state\")";
    assert_eq!(words(future.set_result(2)), refused);
    assert_eq!(words(future.set_exception(Exception::runtime("late"))), refused);
    assert!(!future.cancel());
    assert_eq!((future.result().unwrap(), words(future.exception())), (1, "None".to_owned()));
    assert_eq!(format!("{future:?}"), "<Future f1 finished>");
}

#[test]
fn every_error_can_be_set_and_is_the_same_for_all() {
    let event_loop = TestLoop::new();
    let future = event_loop.create_future::<u32>();
    future.set_exception(std::io::Error::other("disk on fire")).unwrap();
    assert_eq!(future.exception().unwrap().unwrap(), future.result().unwrap_err());
    assert!(future.result().unwrap_err().downcast_ref::<std::io::Error>().is_some());
}

#[test]
fn cancelled_future_has_its_message() {
    let event_loop = TestLoop::new();
    let future = event_loop.create_future::<u32>();
    assert!(future.cancel_with_message("no need"));
    assert!(future.done() && future.cancelled());
    assert_eq!(words(future.result()), "CancelledError(\"no need\")");
    assert_eq!(words(future.exception()), "CancelledError(\"no need\")");
}

#[test]
fn done_callbacks_run_in_order_one_pass_later() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let future = event_loop.create_future();
    for name in ["a", "b"] {
        let notes = notes.clone();
        future.add_done_callback(move |future: &Future<u32>| {
            notes.note(format!("{name} {}", future.result().unwrap()));
        });
    }
    future.set_result(7).unwrap();
    let late = notes.clone();
    future.add_done_callback(move |_| late.note("added when it was done"));
    assert_eq!(notes.take(), [""; 0]);
    event_loop.run_turns(1);
    assert_eq!(notes.take(), ["a 7", "b 7", "added when it was done"]);
}

#[test]
fn removed_callback_is_not_called_and_is_dropped() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let future = event_loop.create_future();
    let held = NotesDrop(notes.clone(), "dropped");
    let callback = future.add_done_callback(move |_| drop(held));
    let kept = notes.clone();
    future.add_done_callback(move |_| kept.note("called"));
    assert!(future.remove_done_callback(callback));
    assert!(!future.remove_done_callback(callback));
    assert_eq!(notes.take(), ["dropped"]);
    future.set_result(()).unwrap();
    event_loop.run_turns(1);
    assert_eq!(notes.take(), ["called"]);
}

#[test]
fn error_of_a_done_callback_goes_to_the_handler() {
    let event_loop = TestLoop::new();
    let future = event_loop.create_future::<()>();
    future.add_done_callback(|_| Err(Exception::runtime("on purpose")));
    future.set_result(()).unwrap();
    event_loop.run_turns(1);
    let [error] = event_loop.errors().try_into().unwrap();
    assert!(error.starts_with("Exception in callback h1, scheduled at tests/futures.rs:"), "{error}");
}

#[test]
fn many_tasks_can_wait_for_one_future() {
    let event_loop = TestLoop::new();
    let future = event_loop.create_future();
    let tasks: Vec<_> = (0..3).map(|_| event_loop.create_task(future.clone())).collect();
    event_loop.run_turns(1);
    future.set_result("same").unwrap();
    event_loop.run_turns(1);
    assert!(tasks.iter().all(|task| task.result().unwrap() == "same"));
}

#[test]
fn awaiting_a_future_that_is_done_gives_up_no_turn() {
    let event_loop = TestLoop::new();
    let future = event_loop.create_future();
    future.set_result(1).unwrap();
    let task = event_loop.create_task(future);
    event_loop.run_turns(1);
    assert_eq!(task.result().unwrap(), 1);
}

#[test]
fn exception_nobody_retrieved_is_reported() {
    let event_loop = TestLoop::new();
    let future = event_loop.create_future::<()>();
    future.set_exception(Exception::runtime("lost")).unwrap();
    drop(future);
    assert_eq!(event_loop.errors(), ["Future exception was never retrieved (f1): RuntimeError(\"lost\")"]);
}

#[test]
fn exception_somebody_retrieved_is_not_reported() {
    let event_loop = TestLoop::new();
    let future = event_loop.create_future::<()>();
    future.set_exception(Exception::runtime("seen")).unwrap();
    assert!(future.exception().is_ok());
    let future = event_loop.create_future::<()>();
    future.set_exception(Exception::runtime("seen")).unwrap();
    let task = event_loop.create_task(future);
    assert!(event_loop.run_until_complete(task).is_err());
    assert_eq!(event_loop.errors(), [""; 0]);
}

#[test]
fn future_of_another_loop_cannot_be_awaited_in_a_task() {
    let event_loop = TestLoop::new();
    let other = EventLoop::new(Arc::new(ManualSelector::new()));
    let future = other.create_future::<u32>();
    let task = event_loop.create_task(future);
    let error = event_loop.run_until_complete(task).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Task <Task f1 pending name='Task-1'> got Future <Future f1 pending> attached to a different loop"
    );
}

#[test]
fn task_may_catch_that_a_future_is_of_another_loop() {
    let event_loop = TestLoop::new();
    let other = EventLoop::new(Arc::new(ManualSelector::new()));
    let future = other.create_future::<u32>();
    let caught = event_loop.run_until_complete(async move { Ok(future.await.is_err()) });
    assert!(caught.unwrap());
}

#[test]
fn loop_refuses_to_run_a_future_of_another() {
    let event_loop = TestLoop::new();
    let other = EventLoop::new(Arc::new(ManualSelector::new()));
    let error = event_loop.run_until_complete(other.create_future::<u32>()).unwrap_err();
    assert!(error.to_string().starts_with("The future belongs to a different loop"), "{error}");
}

/// A waker that counts.
#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn other_executor_is_woken_through_its_waker_at_once() {
    let event_loop = TestLoop::new();
    let future = event_loop.create_future();
    let count = Arc::new(Count::default());
    let waker = Waker::from(count.clone());
    let mut waiting = pin!(future.clone());
    let mut context = Context::from_waker(&waker);
    assert!(waiting.as_mut().poll(&mut context).is_pending());
    assert!(waiting.as_mut().poll(&mut context).is_pending());
    assert_eq!(Arc::strong_count(&count), 3, "only the last waker is kept");
    future.set_result(5).unwrap();
    assert_eq!(count.0.load(Ordering::Relaxed), 1);
    assert!(matches!(waiting.poll(&mut context), Poll::Ready(Ok(5))));
}

#[test]
fn other_executor_that_loses_interest_leaves_no_waker() {
    let event_loop = TestLoop::new();
    let future = event_loop.create_future::<()>();
    let count = Arc::new(Count::default());
    let waker = Waker::from(count.clone());
    {
        let mut waiting = pin!(future.clone());
        assert!(waiting.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    }
    assert_eq!(Arc::strong_count(&count), 2);
}

#[test]
fn closed_loop_has_futures_that_can_be_resolved_but_nobody_is_told() {
    let event_loop = TestLoop::new();
    let (quiet, told) = (event_loop.create_future(), event_loop.create_future());
    told.add_done_callback(|_| ());
    event_loop.close().unwrap();
    quiet.set_result(1).unwrap();
    assert_eq!(quiet.result().unwrap(), 1);
    assert_eq!(words(told.set_result(1)), "RuntimeError(\"Event loop is closed\")");
}

#[test]
fn future_outlives_its_loop() {
    let future = EventLoop::new(Arc::new(ManualSelector::new())).create_future();
    future.set_result(1).unwrap();
    assert_eq!(future.result().unwrap(), 1);
}
