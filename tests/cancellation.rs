//! Cancelling: an exception thrown in at the `.await`, which may be caught.

mod support;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::cell::RefCell;
use std::rc::Rc;

use asyncio101::{Exception, Task, current_task, sleep};
use support::{Notes, NotesDrop, TestLoop, words};

#[test]
fn cancel_before_the_first_step_runs_nothing() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let inner = notes.clone();
    let held = NotesDrop(notes.clone(), "dropped");
    let task = event_loop.create_task(async move {
        let _held = held;
        inner.note("started");
        Ok(())
    });
    assert!(task.cancel());
    assert!(!task.done(), "it is cancelled in its next step");
    event_loop.run_turns(1);
    assert!(task.cancelled());
    assert_eq!(notes.take(), ["dropped"]);
}

#[test]
fn cancel_while_sleeping_arrives_at_the_await() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let inner = notes.clone();
    let task = event_loop.create_task(async move {
        inner.note("before");
        let slept = sleep(60.0).await;
        inner.note(words(slept.clone()));
        slept
    });
    event_loop.run_turns(1);
    assert!(task.cancel());
    event_loop.run_ready();
    assert_eq!(notes.take(), ["before", "CancelledError()"]);
    assert!(task.cancelled());
    assert_eq!(event_loop.time().0, 0.0);
}

#[test]
fn cancel_message_reaches_the_await_and_every_awaiter() {
    let event_loop = TestLoop::new();
    let task = event_loop.create_task(sleep(60.0));
    let seen: Vec<_> = (0..2).map(|_| event_loop.create_task(support::ending((*task).clone()))).collect();
    event_loop.run_turns(1);
    task.cancel_with_message("enough");
    event_loop.run_ready();
    for waiter in seen {
        assert_eq!(waiter.result().unwrap(), "CancelledError(\"enough\")");
    }
    assert_eq!(words(task.result()), "CancelledError(\"enough\")");
}

#[test]
fn swallowed_cancellation_leaves_an_ordinary_task() {
    let event_loop = TestLoop::new();
    let task = event_loop.create_task(async {
        assert!(sleep(60.0).await.is_err());
        sleep(1.0).await?;
        Ok("refused")
    });
    event_loop.run_turns(1);
    task.cancel();
    assert_eq!(event_loop.run_until_complete(task.clone()).unwrap(), "refused");
    assert_eq!((task.cancelled(), task.cancelling()), (false, 1));
    assert!(!task.cancel(), "a task that is done cannot be cancelled");
}

#[test]
fn cancel_twice_before_it_arrives_is_one_exception() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let inner = notes.clone();
    let task = event_loop.create_task(async move {
        inner.note(words(sleep(60.0).await));
        inner.note(words(sleep(1.0).await));
        Ok(())
    });
    event_loop.run_turns(1);
    assert!(task.cancel_with_message("one"));
    assert!(task.cancel_with_message("two"));
    assert_eq!(task.cancelling(), 2);
    event_loop.run_until_complete(task.clone()).unwrap();
    // The first has cancelled what the task waited for; the second found that done, and is thrown instead.
    assert_eq!(notes.take(), ["CancelledError(\"one\")", "()"]);
}

#[test]
fn cancel_when_the_wakeup_is_already_scheduled() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let future = event_loop.create_future::<u32>();
    let (inner, awaited) = (notes.clone(), future.clone());
    let task = event_loop.create_task(async move {
        inner.note(words(awaited.await));
        Ok(())
    });
    event_loop.run_turns(1);
    future.set_result(1).unwrap();
    assert!(task.cancel());
    event_loop.run_ready();
    // The result is there, and is not looked at.
    assert_eq!(notes.take(), ["CancelledError()"]);
    assert!(!task.cancelled(), "it has caught the cancellation");
}

#[test]
fn cancel_of_oneself_arrives_at_the_next_await() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let inner = notes.clone();
    let task = event_loop.create_task(async move {
        let me = current_task().unwrap();
        assert!(me.cancel());
        inner.note("still running");
        inner.note(words(sleep(60.0).await));
        inner.note(words(sleep(0.0).await));
        Ok(())
    });
    event_loop.run_ready();
    assert_eq!(notes.take(), ["still running", "CancelledError()", "()"]);
    assert!(!task.cancelled());
}

#[test]
fn cancel_of_oneself_arrives_at_a_bare_yield_too() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let inner = notes.clone();
    event_loop.create_task(async move {
        current_task().unwrap().cancel();
        inner.note(words(sleep(0.0).await));
        Ok(())
    });
    event_loop.run_ready();
    assert_eq!(notes.take(), ["CancelledError()"]);
}

#[test]
fn cancel_in_the_last_step_is_too_late_to_throw_but_not_to_obey() {
    let event_loop = TestLoop::new();
    let task = event_loop.create_task(async {
        current_task().unwrap().cancel();
        Ok("never seen")
    });
    event_loop.run_turns(1);
    assert!(task.cancelled());
}

#[test]
fn cancel_of_a_task_that_awaits_a_task_cancels_the_inner_one_first() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let inner_notes = notes.clone();
    let inner = event_loop.create_task(async move {
        let slept = sleep(60.0).await;
        inner_notes.note(format!("inner {}", words(slept.clone())));
        slept
    });
    let (awaited, outer_notes) = (inner.clone(), notes.clone());
    let outer = event_loop.create_task(async move {
        let ended = awaited.await;
        outer_notes.note(format!("outer {}", words(ended.clone())));
        ended
    });
    event_loop.run_turns(1);
    outer.cancel_with_message("m");
    event_loop.run_ready();
    assert_eq!(notes.take(), ["inner CancelledError(\"m\")", "outer CancelledError(\"m\")"]);
    assert!(inner.cancelled() && outer.cancelled());
}

#[test]
fn inner_task_that_refuses_saves_the_outer_one() {
    let event_loop = TestLoop::new();
    let inner = event_loop.create_task(async {
        let _ = sleep(60.0).await;
        Ok("refused")
    });
    let outer = event_loop.create_task(inner.clone());
    event_loop.run_turns(1);
    outer.cancel();
    event_loop.run_ready();
    assert_eq!(outer.result().unwrap(), "refused");
}

#[test]
fn cancelled_tasks_unwind_in_the_order_of_the_cancels() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let tasks: Vec<Task<()>> = ["a", "b", "c"]
        .into_iter()
        .map(|name| {
            let held = NotesDrop(notes.clone(), name);
            event_loop.create_task(async move {
                let _held = held;
                sleep(60.0).await
            })
        })
        .collect();
    event_loop.run_turns(1);
    for index in [2, 0, 1] {
        tasks[index].cancel();
    }
    event_loop.run_ready();
    assert_eq!(notes.take(), ["c", "a", "b"]);
}

#[test]
fn future_somebody_else_cancels_cancels_its_waiter() {
    let event_loop = TestLoop::new();
    let future = event_loop.create_future::<()>();
    let task = event_loop.create_task(future.clone());
    event_loop.run_turns(1);
    assert!(future.cancel_with_message("gone"));
    assert!(!future.cancel());
    event_loop.run_ready();
    assert!(task.cancelled());
    assert_eq!(task.cancelling(), 0, "nobody asked the task");
    assert_eq!(words(task.result()), "CancelledError(\"gone\")");
}

#[test]
fn uncancel_takes_a_request_back() {
    let event_loop = TestLoop::new();
    let task = event_loop.create_task(async {
        let me = current_task().unwrap();
        me.cancel();
        me.cancel();
        assert_eq!((me.cancelling(), me.uncancel(), me.uncancel(), me.uncancel()), (2, 1, 0, 0));
        // With no request left, what was not thrown yet never will be (since Python 3.13).
        sleep(0.0).await?;
        Ok("went on")
    });
    assert_eq!(event_loop.run_until_complete(task).unwrap(), "went on");
}

#[test]
fn clean_up_may_await_after_a_cancellation() {
    let event_loop = TestLoop::new();
    let task = event_loop.create_task(async {
        let slept = sleep(60.0).await;
        sleep(2.0).await?;
        slept
    });
    event_loop.call_later(1.0, {
        let task = task.clone();
        move || assert!(task.cancel_with_message("m"))
    });
    assert_eq!(words(event_loop.run_until_complete(task)), "CancelledError(\"m\")");
    assert_eq!(event_loop.time().0, 3.0);
}

#[test]
fn cancel_during_clean_up_cuts_it_short() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let inner = notes.clone();
    let task = event_loop.create_task(async move {
        let slept = sleep(60.0).await;
        inner.note(words(sleep(60.0).await));
        slept
    });
    for when in [1.0, 2.0] {
        let task = task.clone();
        event_loop.call_later(when, move || assert!(task.cancel_with_message(when.to_string())));
    }
    assert_eq!(words(event_loop.run_until_complete(task)), "CancelledError(\"1\")");
    assert_eq!((notes.take(), event_loop.time().0), (vec!["CancelledError(\"2\")".to_owned()], 2.0));
}

#[test]
fn task_may_raise_something_else_instead() {
    let event_loop = TestLoop::new();
    let task = event_loop
        .create_task(async { sleep(60.0).await.map_err(|_| Exception::runtime("clean-up failed")) });
    event_loop.run_turns(1);
    task.cancel();
    assert_eq!(words(event_loop.run_until_complete(task.clone())), "RuntimeError(\"clean-up failed\")");
    assert!(!task.cancelled());
}

#[test]
fn cancel_in_a_done_callback_of_the_awaited_future_comes_too_late_for_nothing() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let future = event_loop.create_future::<u32>();
    let task: Rc<RefCell<Option<Task<u32>>>> = Rc::default();
    let (victim, inner) = (task.clone(), notes.clone());
    future.add_done_callback(move |_| inner.note(victim.borrow().as_ref().unwrap().cancel()));
    *task.borrow_mut() = Some(event_loop.create_task(future.clone()));
    event_loop.run_turns(1);
    future.set_result(7).unwrap();
    event_loop.run_ready();
    // The callback was added first and so runs first, when the wake-up is scheduled already.
    assert_eq!(notes.take(), ["true"]);
    assert!(task.borrow().as_ref().unwrap().cancelled());
    task.take();
}

#[test]
fn dropping_a_task_does_not_cancel_it() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let inner = notes.clone();
    drop(event_loop.create_task(async move {
        sleep(1.0).await?;
        inner.note("finished");
        Ok(())
    }));
    event_loop.run_for(2.0);
    assert_eq!(notes.take(), ["finished"]);
}
