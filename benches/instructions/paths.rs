//! The paths that are counted.

use std::hint::black_box;
use std::sync::Arc;

use asyncio101::selector::ManualSelector;
use asyncio101::{EventLoop, sleep};

/// All of them.
pub(crate) const NAMES: [&str; 6] =
    ["call_soon", "sleep_0", "create_task", "future", "call_later", "call_later_cancel"];

/// Does so many operations of one path.
pub(crate) fn run(path: &str, count: u32) {
    let event_loop = EventLoop::new(Arc::new(ManualSelector::new()));
    match path {
        "call_soon" => call_soon(&event_loop, count),
        "sleep_0" => sleep_0(&event_loop, count),
        "create_task" => create_task(&event_loop, count),
        "future" => future(&event_loop, count),
        "call_later" => call_later(&event_loop, count),
        "call_later_cancel" => call_later_cancel(&event_loop, count),
        _ => panic!("there is no path {path}: it is one of {NAMES:?}"),
    }
    event_loop.close().expect("it does not run");
}

/// `call_soon`, and the callback runs.
fn call_soon(event_loop: &EventLoop, count: u32) {
    fn next(event_loop: &EventLoop, left: u32) {
        if left == 0 {
            return event_loop.stop();
        }
        let clone = event_loop.clone();
        event_loop.call_soon(move || next(&clone, left - 1));
    }
    next(event_loop, count);
    event_loop.run_forever().expect("the loop runs");
}

/// A step of one of ten tasks that give way to each other.
fn sleep_0(event_loop: &EventLoop, count: u32) {
    let tasks: Vec<_> = (0..10)
        .map(|_| {
            event_loop.create_task(async move {
                for _ in 0..count / 10 {
                    sleep(0.0).await?;
                }
                Ok(())
            })
        })
        .collect();
    for task in tasks {
        event_loop.run_until_complete(task).expect("nothing fails");
    }
}

/// A task is made, awaited and done.
fn create_task(event_loop: &EventLoop, count: u32) {
    let inner = event_loop.clone();
    let program = async move {
        for number in 0..count {
            black_box(inner.create_task(async move { Ok(number) }).await?);
        }
        Ok(())
    };
    event_loop.run_until_complete(program).expect("nothing fails");
}

/// A future is made, awaited and set by a callback.
fn future(event_loop: &EventLoop, count: u32) {
    let inner = event_loop.clone();
    let program = async move {
        for number in 0..count {
            let future = inner.create_future();
            let promise = future.clone();
            inner.call_soon(move || promise.set_result(number));
            black_box(future.await?);
        }
        Ok(())
    };
    event_loop.run_until_complete(program).expect("nothing fails");
}

/// One of a thousand timers is made, and runs.
fn call_later(event_loop: &EventLoop, count: u32) {
    for _ in 0..count / 1000 {
        for number in 0_u64..1000 {
            event_loop.call_later((number * 619 % 1000) as f64, || ());
        }
        let stopper = event_loop.clone();
        event_loop.call_later(1000.0, move || stopper.stop());
        event_loop.run_forever().expect("the loop runs");
    }
}

/// A timer is made, and cancelled.
fn call_later_cancel(event_loop: &EventLoop, count: u32) {
    for number in 0..count {
        event_loop.call_later(f64::from(number), || ()).cancel();
    }
}
