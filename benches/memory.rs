//! How many bytes a waiting task and a timer take, beside tokio and smol.
//!
//! `cargo bench --bench memory` makes a hundred thousand of each, and divides what is asked of the allocator by that. What an
//! allocator takes for itself comes on top: for each of the allocations, which are counted, too.

mod counting;

use std::sync::Arc;
use std::time::Duration;

use async_executor::LocalExecutor;
use asyncio101::selector::ManualSelector;
use asyncio101::{EventLoop, sleep};
use counting::Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const COUNT: usize = 100_000;

fn main() {
    println!("| bytes (allocations) | ours | tokio | smol |");
    println!("| --- | ---: | ---: | ---: |");
    row("a task that waits for a future / oneshot / channel", ours_waiting, tokio_waiting, smol_waiting);
    row("a task that sleeps", ours_sleeping, tokio_sleeping, smol_sleeping);
    row("a timer: call_later", ours_timer, || None, || None);
}

type Measured = Option<(f64, f64)>;

fn row(name: &str, ours: fn() -> Measured, tokio: fn() -> Measured, smol: fn() -> Measured) {
    let [ours, tokio, smol] = [ours(), tokio(), smol()].map(|measured| {
        measured.map_or_else(|| "–".into(), |(bytes, calls)| format!("{bytes:.0} ({calls:.1})"))
    });
    println!("| {name} | {ours} | {tokio} | {smol} |");
}

/// What `work` leaves behind, for each of [`COUNT`]. A vector that has grown has up to twice the place it needs: it is counted
/// as it is.
fn left_by<T>(work: impl FnOnce() -> T) -> Measured {
    let (bytes, calls) = (Counting::bytes(), Counting::calls());
    let kept = work();
    let per_one = |number: u64| number as f64 / COUNT as f64;
    let left = (per_one(Counting::bytes() - bytes), per_one(Counting::calls() - calls));
    drop(kept);
    Some(left)
}

fn ours(make: impl Fn(&EventLoop)) -> Measured {
    let event_loop = EventLoop::new(Arc::new(ManualSelector::new()));
    let left = left_by(|| {
        (0..COUNT).for_each(|_| make(&event_loop));
        // One turn: tasks go where they wait.
        event_loop.stop();
        event_loop.run_forever().expect("the loop runs");
    });
    event_loop.close().expect("it does not run");
    left
}

/// The future is kept by its task, which the loop keeps; and so that somebody can set it, it is kept here.
fn ours_waiting() -> Measured {
    let promises = std::cell::RefCell::new(Vec::with_capacity(COUNT));
    ours(|event_loop| {
        let future = event_loop.create_future::<()>();
        promises.borrow_mut().push(future.clone());
        event_loop.create_task(future);
    })
}

fn ours_sleeping() -> Measured {
    ours(|event_loop| drop(event_loop.create_task(sleep(3600.0))))
}

fn ours_timer() -> Measured {
    ours(|event_loop| drop(event_loop.call_later(3600.0, || ())))
}

fn tokio(make: impl Fn(&tokio::runtime::Runtime)) -> Measured {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_time().build().expect("there is a clock");
    left_by(|| {
        (0..COUNT).for_each(|_| make(&runtime));
        // What runs the runtime runs after all that were made before.
        runtime.block_on(async { tokio::spawn(tokio::task::yield_now()).await.expect("nothing fails") });
        // The vector of what is ready, and the rest, are kept until it is counted.
        &runtime
    })
}

fn tokio_waiting() -> Measured {
    let promises = std::cell::RefCell::new(Vec::with_capacity(COUNT));
    tokio(|runtime| {
        let (promise, future) = tokio::sync::oneshot::channel::<()>();
        promises.borrow_mut().push(promise);
        drop(runtime.spawn(future));
    })
}

fn tokio_sleeping() -> Measured {
    tokio(|runtime| drop(runtime.spawn(async { tokio::time::sleep(Duration::from_secs(3600)).await })))
}

fn smol(make: impl Fn(&LocalExecutor<'static>)) -> Measured {
    let executor = LocalExecutor::new();
    left_by(|| {
        (0..COUNT).for_each(|_| make(&executor));
        while executor.try_tick() {}
        &executor
    })
}

fn smol_waiting() -> Measured {
    let promises = std::cell::RefCell::new(Vec::with_capacity(COUNT));
    smol(|executor| {
        let (promise, future) = async_channel::bounded::<()>(1);
        promises.borrow_mut().push(promise);
        executor.spawn(async move { future.recv().await }).detach();
    })
}

fn smol_sleeping() -> Measured {
    smol(|executor| {
        executor.spawn(async { async_io::Timer::after(Duration::from_secs(3600)).await }).detach()
    })
}
