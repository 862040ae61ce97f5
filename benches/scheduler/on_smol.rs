//! The workloads, by smol: its local executor, its timers, its channel.

use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_channel::{Sender, bounded};
use async_executor::LocalExecutor;
use async_io::{Timer, block_on};
use futures_lite::future::yield_now;
use tokio::sync::{Mutex, Notify, mpsc};

use crate::measure::{deadlines, expect, is_last, time};

type Executor = Rc<LocalExecutor<'static>>;

fn executor() -> Executor {
    Rc::new(LocalExecutor::new())
}

fn done(all: &Sender<()>) {
    if is_last() {
        all.try_send(()).expect("somebody waits");
    }
}

pub(crate) fn call_soon(_tasks: u32, turns: u32) -> Duration {
    let (executor, (all, are_done)) = (executor(), bounded(1));
    expect(turns);
    time(|| {
        for _ in 0..turns {
            let all = all.clone();
            executor.spawn(async move { done(&all) }).detach();
        }
        block_on(executor.run(are_done.recv())).expect("all are done");
    })
}

pub(crate) fn call_soon_chain(_tasks: u32, turns: u32) -> Duration {
    fn next(executor: Executor, all: Sender<()>) {
        if is_last() {
            all.try_send(()).expect("somebody waits");
        } else {
            let clone = executor.clone();
            executor.spawn(async move { next(clone, all) }).detach();
        }
    }
    let (executor, (all, are_done)) = (executor(), bounded(1));
    expect(turns);
    time(|| {
        let clone = executor.clone();
        executor.spawn(async move { next(clone, all) }).detach();
        block_on(executor.run(are_done.recv())).expect("all are done");
    })
}

pub(crate) fn sleep_0(tasks: u32, turns: u32) -> Duration {
    let (executor, (all, are_done)) = (executor(), bounded(1));
    expect(tasks);
    for _ in 0..tasks {
        let all = all.clone();
        let task = executor.spawn(async move {
            for _ in 0..turns {
                yield_now().await;
            }
            done(&all);
        });
        task.detach();
    }
    time(|| block_on(executor.run(are_done.recv())).expect("all are done"))
}

pub(crate) fn create_task(_tasks: u32, turns: u32) -> Duration {
    whole(|executor| async move {
        let mut sum = 0;
        for number in 0..turns {
            sum = black_box(sum ^ executor.spawn(async move { number }).await);
        }
    })
}

pub(crate) fn create_tasks(tasks: u32, _turns: u32) -> Duration {
    whole(|executor| async move {
        let tasks: Vec<_> = (0..tasks).map(|number| executor.spawn(async move { number })).collect();
        for task in tasks {
            black_box(task.await);
        }
    })
}

/// Smol has no channel for one message: a channel with one place is the closest.
pub(crate) fn future(_tasks: u32, turns: u32) -> Duration {
    whole(|executor| async move {
        for number in 0..turns {
            let (promise, future) = bounded(1);
            executor.spawn(async move { promise.try_send(number) }).detach();
            black_box(future.recv().await.expect("nothing fails"));
        }
    })
}

/// A program that is one task, or makes the others itself.
fn whole<F: Future<Output = ()> + 'static>(program: impl FnOnce(Executor) -> F) -> Duration {
    let executor = executor();
    let program = program(executor.clone());
    time(|| {
        let program = executor.spawn(program);
        block_on(executor.run(program));
    })
}

pub(crate) fn notify(_tasks: u32, turns: u32) -> Duration {
    whole(|executor| async move {
        let (ping, pong) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (heard, answer) = (ping.clone(), pong.clone());
        let other = executor.spawn(async move {
            for _ in 0..turns {
                heard.notified().await;
                answer.notify_one();
            }
        });
        for _ in 0..turns {
            ping.notify_one();
            pong.notified().await;
        }
        other.await;
    })
}

pub(crate) fn channel(_tasks: u32, turns: u32) -> Duration {
    whole(|executor| async move {
        let (sender, mut receiver) = mpsc::channel(10);
        let producer = executor.spawn(async move {
            for number in 0..turns {
                sender.send(number).await.expect("the receiver waits");
            }
        });
        while let Some(number) = receiver.recv().await {
            black_box(number);
        }
        producer.await;
    })
}

pub(crate) fn lock(tasks: u32, turns: u32) -> Duration {
    whole(|executor| async move {
        let mutex = Arc::new(Mutex::new(0));
        let user = |mutex: Arc<Mutex<u32>>| async move {
            for _ in 0..turns {
                let mut held = mutex.lock().await;
                *held += 1;
                yield_now().await;
            }
        };
        let users: Vec<_> = (0..tasks).map(|_| executor.spawn(user(mutex.clone()))).collect();
        for user in users {
            user.await;
        }
    })
}

/// Smol has no callbacks: a task sleeps, and calls.
pub(crate) fn call_at(tasks: u32, _turns: u32) -> Duration {
    sleep_for(tasks, deadlines(tasks))
}

pub(crate) fn sleeps(tasks: u32, _turns: u32) -> Duration {
    sleep_for(tasks, deadlines(tasks))
}

pub(crate) fn equal_sleeps(tasks: u32, _turns: u32) -> Duration {
    let longest = deadlines(tasks).fold(0.0, f64::max);
    sleep_for(tasks, std::iter::repeat(longest))
}

fn sleep_for(tasks: u32, seconds: impl Iterator<Item = f64>) -> Duration {
    let (executor, (all, are_done)) = (executor(), bounded(1));
    expect(tasks);
    time(|| {
        let now = Instant::now();
        for seconds in seconds.take(tasks as usize) {
            let (all, when) = (all.clone(), now + Duration::from_secs_f64(seconds));
            let task = executor.spawn(async move {
                Timer::at(when).await;
                done(&all);
            });
            task.detach();
        }
        block_on(executor.run(are_done.recv())).expect("all are done");
    })
}

pub(crate) fn cancel_timer(_tasks: u32, turns: u32) -> Duration {
    whole(|_| async move {
        for number in 0..turns {
            let mut timer = Timer::after(Duration::from_secs(1000 + u64::from(number)));
            let begun = std::future::poll_fn(|context| {
                std::task::Poll::Ready(std::pin::Pin::new(&mut timer).poll(context).is_pending())
            });
            assert!(begun.await);
        }
    })
}

pub(crate) fn cancel_task(tasks: u32, _turns: u32) -> Duration {
    let executor = executor();
    let (promises, waiting): (Vec<_>, Vec<_>) = (0..tasks)
        .map(|_| {
            let (promise, never) = bounded::<()>(1);
            (promise, executor.spawn(async move { never.recv().await }))
        })
        .unzip();
    while executor.try_tick() {}
    let took = time(|| {
        // Dropping a task cancels it; the executor drops what it ran.
        drop(waiting);
        while executor.try_tick() {}
    });
    assert!(executor.is_empty());
    drop(promises);
    took
}
