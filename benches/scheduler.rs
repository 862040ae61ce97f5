//! What the loop costs, next to somebody else's executor in the same run.
//!
//! `cargo bench --bench scheduler` prints nanoseconds per operation, the best of several rounds, and how many
//! times as long that is as the peer takes for the closest thing it has. The ratio is what counts: both share
//! the machine and its mood. The peers are [`async_executor::LocalExecutor`], which has tasks but no loop, and
//! the standard library's heap, which has deadlines but no cancelling.

use std::cell::Cell;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use async_executor::LocalExecutor;
use asyncio101::selector::{ManualSelector, Time};
use asyncio101::{EventLoop, sleep};

/// Operations in one round.
const OPERATIONS: u32 = 100_000;
/// Rounds of which the best counts.
const ROUNDS: u32 = 15;

fn main() {
    println!("{:<44} {:>9} {:>9} {:>7}", "ns per operation", "asyncio", "peer", "ratio");
    let ours = best(call_soon);
    let peer = best(spawn_detached);
    print("call_soon and run | spawn and run", ours, peer);
    let ours = best(|| one_task(OPERATIONS));
    let peer = best(|| peer_one_task(OPERATIONS));
    print("await sleep(0) | yield, one task", ours, peer);
    let ours = best(|| many_tasks(100, OPERATIONS / 100));
    let peer = best(|| peer_many_tasks(100, OPERATIONS / 100));
    print("await sleep(0) | yield, 100 tasks in turn", ours, peer);
    let ours = best(create_and_await);
    let peer = best(peer_create_and_await);
    print("create_task and await | spawn and await", ours, peer);
    let ours = best(future_round_trip);
    print_alone("create_future, await, set_result", ours);
    let ours = best(timers);
    let peer = best(peer_timers);
    print("call_at and run, 1e5 timers | BinaryHeap", ours, peer);
    let ours = best(cancelled_timers);
    print_alone("call_later and cancel", ours);
    let ours = best(sleeps);
    print_alone("sleep(1.0), 1e5 tasks", ours);
}

fn print(what: &str, ours: f64, peer: f64) {
    println!("{what:<44} {ours:>9.1} {peer:>9.1} {:>6.2}x", ours / peer);
}

fn print_alone(what: &str, ours: f64) {
    println!("{what:<44} {ours:>9.1}");
}

/// Nanoseconds per operation, in the best round.
fn best(mut round: impl FnMut() -> Duration) -> f64 {
    let best = (0..ROUNDS).map(|_| round()).min().unwrap_or_default();
    best.as_nanos() as f64 / f64::from(OPERATIONS)
}

fn time(work: impl FnOnce()) -> Duration {
    let began = Instant::now();
    work();
    began.elapsed()
}

fn event_loop() -> EventLoop {
    EventLoop::new(Arc::new(ManualSelector::new()))
}

/// Runs an executor on this thread until `future` is done. Nobody else wakes it, so it just polls.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

/// Gives up a turn, as executors without turns have it.
async fn yield_now() {
    let mut has_yielded = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut has_yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

fn call_soon() -> Duration {
    let event_loop = event_loop();
    let count = Rc::new(Cell::new(0));
    let took = time(|| {
        for _ in 0..OPERATIONS {
            let count = count.clone();
            event_loop.call_soon(move || count.set(count.get() + 1));
        }
        event_loop.stop();
        event_loop.run_forever().expect("the loop runs");
    });
    assert_eq!(count.get(), OPERATIONS);
    took
}

fn spawn_detached() -> Duration {
    let executor = LocalExecutor::new();
    let count = Rc::new(Cell::new(0));
    let took = time(|| {
        for _ in 0..OPERATIONS {
            let count = count.clone();
            executor.spawn(async move { count.set(count.get() + 1) }).detach();
        }
        while executor.try_tick() {}
    });
    assert_eq!(count.get(), OPERATIONS);
    took
}

fn one_task(turns: u32) -> Duration {
    many_tasks(1, turns)
}

fn many_tasks(tasks: u32, turns: u32) -> Duration {
    let event_loop = event_loop();
    let left = Rc::new(Cell::new(tasks));
    for _ in 0..tasks {
        let (left, stopper) = (left.clone(), event_loop.clone());
        event_loop.create_task(async move {
            for _ in 0..turns {
                sleep(0.0).await?;
            }
            left.set(left.get() - 1);
            if left.get() == 0 {
                stopper.stop();
            }
            Ok(())
        });
    }
    let took = time(|| event_loop.run_forever().expect("the loop runs"));
    event_loop.close().expect("it does not run");
    took
}

fn peer_one_task(turns: u32) -> Duration {
    peer_many_tasks(1, turns)
}

fn peer_many_tasks(tasks: u32, turns: u32) -> Duration {
    let executor = LocalExecutor::new();
    for _ in 0..tasks {
        let task = executor.spawn(async move {
            for _ in 0..turns {
                yield_now().await;
            }
        });
        task.detach();
    }
    time(|| while executor.try_tick() {})
}

fn create_and_await() -> Duration {
    let event_loop = event_loop();
    let inner = event_loop.clone();
    let took = time(|| {
        let sum = event_loop.run_until_complete(async move {
            let mut sum = 0;
            for number in 0..OPERATIONS {
                sum = black_box(sum ^ inner.create_task(async move { Ok(number) }).await?);
            }
            Ok(sum)
        });
        black_box(sum.expect("nothing fails"));
    });
    event_loop.close().expect("it does not run");
    took
}

fn peer_create_and_await() -> Duration {
    let executor = LocalExecutor::new();
    time(|| {
        let sum = block_on(executor.run(async {
            let mut sum = 0;
            for number in 0..OPERATIONS {
                sum = black_box(sum ^ executor.spawn(async move { number }).await);
            }
            sum
        }));
        black_box(sum);
    })
}

fn future_round_trip() -> Duration {
    let event_loop = event_loop();
    let inner = event_loop.clone();
    let took = time(|| {
        let done = event_loop.run_until_complete(async move {
            for number in 0..OPERATIONS {
                let future = inner.create_future();
                let promise = future.clone();
                inner.call_soon(move || promise.set_result(number));
                black_box(future.await?);
            }
            Ok(())
        });
        done.expect("nothing fails");
    });
    event_loop.close().expect("it does not run");
    took
}

/// Deadlines in no order.
fn deadlines() -> impl Iterator<Item = u64> {
    (0..u64::from(OPERATIONS)).map(|number| number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40)
}

fn timers() -> Duration {
    let event_loop = event_loop();
    let count = Rc::new(Cell::new(0));
    let took = time(|| {
        for deadline in deadlines() {
            let count = count.clone();
            event_loop.call_at(Time(deadline as f64 * 1e-9), move || count.set(count.get() + 1));
        }
        let stopper = event_loop.clone();
        event_loop.call_at(Time(1.0), move || stopper.stop());
        event_loop.run_forever().expect("the loop runs");
    });
    assert_eq!(count.get(), OPERATIONS);
    took
}

fn peer_timers() -> Duration {
    let count = Rc::new(Cell::new(0));
    let took = time(|| {
        let (mut heap, mut callbacks) = (BinaryHeap::new(), Vec::<Option<Box<dyn FnOnce()>>>::new());
        for deadline in deadlines() {
            let count = count.clone();
            heap.push((u64::MAX - deadline, callbacks.len()));
            callbacks.push(Some(Box::new(move || count.set(count.get() + 1))));
        }
        while let Some((_, callback)) = heap.pop() {
            if let Some(callback) = callbacks[callback].take() {
                callback();
            }
        }
    });
    assert_eq!(count.get(), OPERATIONS);
    took
}

fn cancelled_timers() -> Duration {
    let event_loop = event_loop();
    time(|| {
        for number in 0..OPERATIONS {
            event_loop.call_later(f64::from(number), || ()).cancel();
        }
    })
}

fn sleeps() -> Duration {
    let event_loop = event_loop();
    let inner = event_loop.clone();
    let took = time(|| {
        for _ in 0..OPERATIONS {
            event_loop.create_task(sleep(1.0));
        }
        let last = event_loop.run_until_complete(async move { inner.sleep(2.0).await });
        last.expect("nothing fails");
    });
    event_loop.close().expect("it does not run");
    took
}
