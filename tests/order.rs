//! What runs when. Every order here is CPython's: see `tests/parity` for the same claims as Python programs.

mod support;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use asyncio101::selector::{ManualSelector, Selector, Timeout};
use asyncio101::{Context, ContextVar, EventLoop, Exception, get_running_loop, sleep};
use support::{Notes, NotesDrop, TestLoop, words};

#[test]
fn call_soon_runs_in_fifo_order() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    for name in ["a", "b", "c"] {
        event_loop.call_soon(notes.noting(name));
    }
    event_loop.run_turns(1);
    assert_eq!(notes.take(), ["a", "b", "c"]);
}

#[test]
fn callback_scheduled_in_a_pass_runs_in_the_next() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let (inner, inner_notes) = (event_loop.clone(), notes.clone());
    event_loop.call_soon(move || {
        inner_notes.note("first");
        inner.call_soon(inner_notes.noting("scheduled by first"));
    });
    event_loop.call_soon(notes.noting("second"));
    event_loop.run_turns(1);
    assert_eq!(notes.take(), ["first", "second"]);
    event_loop.run_turns(1);
    assert_eq!(notes.take(), ["scheduled by first"]);
}

#[test]
fn callback_that_reschedules_itself_starves_nobody() {
    fn again(event_loop: &EventLoop, notes: &Notes, turns: u32) {
        notes.note(turns);
        if turns > 0 {
            let (inner, notes) = (event_loop.clone(), notes.clone());
            event_loop.call_soon(move || again(&inner, &notes, turns - 1));
        }
    }

    let event_loop = TestLoop::with(ManualSelector::ticking(Duration::from_millis(400)));
    let notes = Notes::default();
    event_loop.call_later(1.0, notes.noting("timer"));
    again(&event_loop, &notes, 4);
    event_loop.run_turns(5);
    let order = notes.take();
    let timer = order.iter().position(|note| note == "timer");
    assert!(timer.is_some_and(|place| place < order.len() - 1), "{order:?}");
}

#[test]
fn ready_callbacks_go_before_timers_that_came_due() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    event_loop.call_later(0.0, notes.noting("later by nothing"));
    event_loop.call_soon(notes.noting("soon"));
    event_loop.run_turns(1);
    assert_eq!(notes.take(), ["soon", "later by nothing"]);
}

#[test]
fn cancelled_handle_does_not_run_and_lets_go_of_its_callback_at_once() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let held = NotesDrop(notes.clone(), "dropped");
    let handle = event_loop.call_soon(move || drop(held));
    assert!(!handle.cancelled());
    handle.cancel();
    assert!(handle.cancelled());
    assert_eq!(notes.take(), ["dropped"]);
    event_loop.run_turns(1);
    assert_eq!(notes.take(), [""; 0]);
}

#[test]
fn callback_can_cancel_one_that_is_to_run_later_in_the_same_pass() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let victim = Rc::new(Cell::new(None));
    let found = victim.clone();
    event_loop.call_soon(move || {
        let handle: asyncio101::Handle = found.take().unwrap();
        handle.cancel();
    });
    victim.set(Some(event_loop.call_soon(notes.noting("victim"))));
    event_loop.run_turns(2);
    assert_eq!(notes.take(), [""; 0]);
}

#[test]
fn stop_ends_run_forever_after_the_current_pass() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let (inner, inner_notes) = (event_loop.clone(), notes.clone());
    event_loop.call_soon(move || {
        inner.stop();
        inner.call_soon(inner_notes.noting("next run"));
    });
    event_loop.call_soon(notes.noting("same pass"));
    event_loop.run_forever().unwrap();
    assert_eq!(notes.take(), ["same pass"]);
    event_loop.stop();
    event_loop.run_forever().unwrap();
    assert_eq!(notes.take(), ["next run"]);
}

#[test]
fn stop_before_the_run_lets_one_pass_run() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    event_loop.stop();
    event_loop.call_soon(notes.noting("ran"));
    event_loop.run_forever().unwrap();
    assert_eq!(notes.take(), ["ran"]);
}

#[test]
fn call_from_a_remote_keeps_its_place_among_local_calls() {
    let event_loop = TestLoop::new();
    let order = Arc::new(std::sync::Mutex::new(Vec::new()));
    let note = |name| {
        let order = order.clone();
        move || order.lock().unwrap().push(name)
    };
    let remote = event_loop.remote();
    event_loop.call_soon(note("a"));
    let b = note("b");
    remote.call_soon_threadsafe(move |_| b()).unwrap();
    event_loop.call_soon(note("c"));
    let d = note("d");
    remote.call_soon_threadsafe(move |_| d()).unwrap();
    event_loop.run_turns(1);
    assert_eq!(*order.lock().unwrap(), ["a", "b", "c", "d"]);
}

#[test]
fn call_from_a_remote_wakes_a_loop_that_is_about_to_block() {
    let event_loop = TestLoop::new();
    let remote = event_loop.remote();
    assert_eq!(event_loop.begin_turn().unwrap(), Timeout::Never);
    remote.call_soon_threadsafe(EventLoop::stop).unwrap();
    // Without the wake, this would be an error: nothing could end the wait.
    event_loop.selector.select(Timeout::Never, &mut Vec::new()).unwrap();
    assert!(event_loop.finish_turn(&[]).unwrap().is_break());
}

#[test]
fn call_from_a_remote_leaves_a_selector_alone_that_nobody_waits_with() {
    let event_loop = TestLoop::new();
    event_loop.remote().call_soon_threadsafe(|_| ()).unwrap();
    event_loop.run_turns(1);
    let selected = event_loop.selector.select(Timeout::Never, &mut Vec::new());
    assert_eq!(selected.unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}

#[test]
fn closed_loop_drops_what_other_threads_have_scheduled() {
    let event_loop = TestLoop::new();
    let held = Arc::new(());
    let sent = held.clone();
    event_loop.remote().call_soon_threadsafe(move |_| drop(sent)).unwrap();
    event_loop.close().unwrap();
    assert_eq!(Arc::strong_count(&held), 1);
}

#[test]
fn steps_of_tasks_interleave_in_the_order_of_creation() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    for name in ["a", "b"] {
        let notes = notes.clone();
        event_loop.create_task(async move {
            for step in 1..=3 {
                notes.note(format!("{name}{step}"));
                sleep(0.0).await?;
            }
            Ok(())
        });
    }
    event_loop.run_ready();
    assert_eq!(notes.take(), ["a1", "b1", "a2", "b2", "a3", "b3"]);
}

#[test]
fn bare_yield_gives_up_exactly_one_turn() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let inner = notes.clone();
    event_loop.create_task(async move {
        inner.note("before");
        sleep(0.0).await?;
        inner.note("after");
        Ok(())
    });
    event_loop.run_turns(1);
    assert_eq!(notes.take(), ["before"]);
    event_loop.run_turns(1);
    assert_eq!(notes.take(), ["after"]);
}

#[test]
fn error_of_a_callback_goes_to_the_handler_and_the_pass_goes_on() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    event_loop.call_soon(|| Err(Exception::runtime("on purpose")));
    event_loop.call_soon(notes.noting("still runs"));
    event_loop.run_turns(1);
    assert_eq!(notes.take(), ["still runs"]);
    let [error] = event_loop.errors().try_into().unwrap();
    assert!(error.starts_with("Exception in callback h1, scheduled at tests/order.rs:"), "{error}");
    assert!(error.ends_with("RuntimeError(\"on purpose\")"), "{error}");
}

#[test]
fn loop_that_runs_can_neither_be_run_nor_closed() {
    let event_loop = TestLoop::new();
    let (inner, other) = (event_loop.clone(), EventLoop::new(Arc::new(ManualSelector::new())));
    let refusals = event_loop.run_until_complete(async move {
        Ok([
            words(inner.run_forever()),
            words(inner.close()),
            words(other.run_forever()),
            format!("{} {}", inner.is_running(), other.is_running()),
        ])
    });
    assert_eq!(
        refusals.unwrap(),
        [
            "RuntimeError(\"This event loop is already running\")",
            "RuntimeError(\"Cannot close a running event loop\")",
            "RuntimeError(\"Cannot run the event loop while another loop is running\")",
            "true false",
        ]
    );
}

#[test]
fn closed_loop_refuses_everything() {
    let event_loop = TestLoop::new();
    let remote = event_loop.remote();
    event_loop.close().unwrap();
    event_loop.close().unwrap();
    assert!(event_loop.is_closed() && remote.is_closed());
    let closed = "RuntimeError(\"Event loop is closed\")";
    assert_eq!(words(event_loop.run_forever()), closed);
    assert_eq!(words(event_loop.begin_turn()), closed);
    assert_eq!(words(event_loop.run_until_complete(async { Ok(()) })), closed);
    assert_eq!(words(remote.call_soon_threadsafe(|_| ())), closed);
}

#[test]
#[should_panic(expected = "Event loop is closed")]
fn closed_loop_panics_when_something_is_scheduled() {
    let event_loop = TestLoop::new();
    event_loop.close().unwrap();
    event_loop.call_soon(|| ());
}

#[test]
fn closing_lets_go_of_everything_and_destructors_may_look_at_the_loop() {
    struct LooksAt(EventLoop, Notes);

    impl Drop for LooksAt {
        fn drop(&mut self) {
            self.1.note(format!("closed: {}", self.0.is_closed()));
        }
    }

    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    for delay in [0.0, 1.0] {
        let held = LooksAt(event_loop.clone(), notes.clone());
        event_loop.call_later(delay, move || drop(held));
    }
    let held = LooksAt(event_loop.clone(), notes.clone());
    event_loop.call_soon(move || drop(held));
    event_loop.close().unwrap();
    assert_eq!(notes.take(), ["closed: true"; 3]);
}

#[test]
fn only_code_in_a_running_loop_finds_it() {
    assert_eq!(words(get_running_loop().map(|_| ())), "RuntimeError(\"no running event loop\")");
    let event_loop = TestLoop::new();
    event_loop.run_until_complete(async { get_running_loop().map(|_| ()) }).unwrap();
    assert!(get_running_loop().is_err());
}

#[test]
fn host_can_own_the_loop() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    assert_eq!(event_loop.begin_turn().unwrap(), Timeout::Never);
    assert!(event_loop.finish_turn(&[]).unwrap().is_continue());
    event_loop.call_later(2.0, notes.noting("timer"));
    event_loop.call_soon(notes.noting("soon"));
    assert_eq!(event_loop.begin_turn().unwrap(), Timeout::Now);
    assert!(event_loop.finish_turn(&[]).unwrap().is_continue());
    let timeout = event_loop.begin_turn().unwrap();
    assert_eq!(timeout, Timeout::After(Duration::from_secs(2)));
    // Between the two calls the loop does not run: the host may do as it likes.
    assert!(!event_loop.is_running() && get_running_loop().is_err());
    event_loop.selector.select(timeout, &mut Vec::new()).unwrap();
    event_loop.stop();
    assert!(event_loop.finish_turn(&[]).unwrap().is_break());
    assert_eq!(notes.take(), ["soon", "timer"]);
    // The stop has been obeyed.
    assert!(event_loop.finish_turn(&[]).unwrap().is_continue());
}

#[test]
fn run_once_waits_and_runs_one_turn() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    event_loop.call_later(3.0, notes.noting("timer"));
    assert!(event_loop.run_once().unwrap().is_continue());
    assert_eq!((notes.take(), event_loop.time().0), (vec!["timer".to_owned()], 3.0));
}

#[test]
fn loop_that_nothing_can_wake_says_so_on_a_clock_that_jumps() {
    let event_loop = TestLoop::new();
    let error = event_loop.run_forever().unwrap_err();
    assert_eq!(error.downcast_ref::<std::io::Error>().unwrap().kind(), std::io::ErrorKind::WouldBlock);
    assert!(!event_loop.is_running());
}

#[test]
fn slow_callback_is_reported_in_debug_mode() {
    let event_loop = TestLoop::with(ManualSelector::ticking(Duration::from_millis(60)));
    let slow = Notes::default();
    let seen = slow.clone();
    event_loop.set_slow_callback_handler(move |_, callback| seen.note(callback));
    let inner = event_loop.clone();
    // Each look at this clock takes 60 ms.
    let looks = move || {
        let _now = inner.time();
    };
    event_loop.call_soon(looks.clone());
    event_loop.run_turns(1);
    assert_eq!(slow.take(), [""; 0]);
    event_loop.set_debug(true);
    event_loop.call_soon(|| ());
    event_loop.call_soon(looks);
    event_loop.run_turns(1);
    assert_eq!(slow.take(), ["Executing h3 took 0.120 seconds"]);
}

#[test]
fn callback_runs_in_a_copy_of_the_context_it_was_scheduled_in() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let user = Rc::new(ContextVar::new("user"));
    let context = Context::new();
    context.run(|| {
        let _ = user.set("ada");
        for change in ["grace", "barbara"] {
            let (user, notes) = (user.clone(), notes.clone());
            event_loop.call_soon(move || {
                notes.note(user.get().unwrap());
                let _ = user.set(change);
            });
        }
        let _ = user.set("too late");
    });
    event_loop.run_turns(1);
    assert_eq!(notes.take(), ["ada", "ada"]);
    assert_eq!((context.run(|| user.get()), user.get()), (Some("too late"), None));
}

#[test]
fn every_step_of_a_task_runs_in_the_same_context() {
    let event_loop = TestLoop::new();
    let depth = Rc::new(ContextVar::with_default("depth", 0));
    let (outer, inner) = (depth.clone(), depth.clone());
    let seen = event_loop
        .run_until_complete(async move {
            let _ = outer.set(1);
            sleep(0.0).await?;
            let child = asyncio101::rust::create_task(async move {
                let _ = inner.set(inner.get().unwrap() + 1);
                sleep(1.0).await?;
                Ok(inner.get())
            })?;
            Ok((child.await?, outer.get()))
        })
        .unwrap();
    assert_eq!((seen, depth.get()), ((Some(2), Some(1)), Some(0)));
}

#[test]
fn task_can_be_given_a_context_of_the_programs() {
    let event_loop = TestLoop::new();
    let user = Rc::new(ContextVar::new("user"));
    let (context, inner) = (Context::new(), user.clone());
    let task = event_loop.create_task_in(&context, async move {
        let _ = inner.set("ada");
        Ok(())
    });
    event_loop.run_until_complete(task).unwrap();
    assert_eq!((context.run(|| user.get()), user.get()), (Some("ada"), None));
}
