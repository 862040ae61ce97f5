//! The workloads, by a `current_thread` runtime of tokio.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Mutex, Notify, mpsc, oneshot};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep, sleep_until};

use crate::measure::{deadlines, expect, is_last, time};

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_time().build().expect("there is a clock")
}

/// Somebody who waits until the last has called [`done`].
type Done = Arc<Notify>;

fn done(done: &Done) {
    if is_last() {
        done.notify_one();
    }
}

pub(crate) fn call_soon(_tasks: u32, turns: u32) -> Duration {
    let (runtime, all) = (runtime(), Done::default());
    expect(turns);
    time(|| {
        for _ in 0..turns {
            let all = all.clone();
            runtime.spawn(async move { done(&all) });
        }
        runtime.block_on(all.notified());
    })
}

pub(crate) fn call_soon_chain(_tasks: u32, turns: u32) -> Duration {
    fn next(all: Done) {
        if is_last() {
            all.notify_one();
        } else {
            tokio::spawn(async move { next(all) });
        }
    }
    let (runtime, all) = (runtime(), Done::default());
    expect(turns);
    time(|| {
        let first = all.clone();
        runtime.spawn(async move { next(first) });
        runtime.block_on(all.notified());
    })
}

pub(crate) fn sleep_0(tasks: u32, turns: u32) -> Duration {
    let (runtime, all) = (runtime(), Done::default());
    expect(tasks);
    for _ in 0..tasks {
        let all = all.clone();
        runtime.spawn(async move {
            for _ in 0..turns {
                yield_now().await;
            }
            done(&all);
        });
    }
    time(|| runtime.block_on(all.notified()))
}

pub(crate) fn create_task(_tasks: u32, turns: u32) -> Duration {
    whole(async move {
        let mut sum = 0;
        for number in 0..turns {
            sum = black_box(sum ^ tokio::spawn(async move { number }).await.expect("nothing fails"));
        }
    })
}

pub(crate) fn create_tasks(tasks: u32, _turns: u32) -> Duration {
    whole(async move {
        let tasks: Vec<_> = (0..tasks).map(|number| tokio::spawn(async move { number })).collect();
        for task in tasks {
            black_box(task.await.expect("nothing fails"));
        }
    })
}

pub(crate) fn future(_tasks: u32, turns: u32) -> Duration {
    whole(async move {
        for number in 0..turns {
            let (promise, future) = oneshot::channel();
            tokio::spawn(async move { promise.send(number) });
            black_box(future.await.expect("nothing fails"));
        }
    })
}

/// A program that is one task, or makes the others itself.
fn whole(program: impl Future<Output = ()> + Send + 'static) -> Duration {
    let runtime = runtime();
    time(|| {
        let program = runtime.spawn(program);
        runtime.block_on(program).expect("nothing fails");
    })
}

pub(crate) fn notify(_tasks: u32, turns: u32) -> Duration {
    whole(async move {
        let (ping, pong) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (heard, answer) = (ping.clone(), pong.clone());
        let other = tokio::spawn(async move {
            for _ in 0..turns {
                heard.notified().await;
                answer.notify_one();
            }
        });
        for _ in 0..turns {
            ping.notify_one();
            pong.notified().await;
        }
        other.await.expect("nothing fails");
    })
}

pub(crate) fn channel(_tasks: u32, turns: u32) -> Duration {
    whole(async move {
        let (sender, mut receiver) = mpsc::channel(10);
        let producer = tokio::spawn(async move {
            for number in 0..turns {
                sender.send(number).await.expect("the receiver waits");
            }
        });
        while let Some(number) = receiver.recv().await {
            black_box(number);
        }
        producer.await.expect("nothing fails");
    })
}

pub(crate) fn lock(tasks: u32, turns: u32) -> Duration {
    whole(async move {
        let mutex = Arc::new(Mutex::new(0));
        let user = |mutex: Arc<Mutex<u32>>| async move {
            for _ in 0..turns {
                let mut held = mutex.lock().await;
                *held += 1;
                yield_now().await;
            }
        };
        let users: Vec<_> = (0..tasks).map(|_| tokio::spawn(user(mutex.clone()))).collect();
        for user in users {
            user.await.expect("nothing fails");
        }
    })
}

/// Tokio has no callbacks: a task sleeps, and calls.
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
    let (runtime, all) = (runtime(), Done::default());
    expect(tasks);
    time(|| {
        let now = Instant::now();
        for seconds in seconds.take(tasks as usize) {
            let (all, when) = (all.clone(), now + Duration::from_secs_f64(seconds));
            runtime.spawn(async move {
                sleep_until(when).await;
                done(&all);
            });
        }
        runtime.block_on(all.notified());
    })
}

pub(crate) fn cancel_timer(_tasks: u32, turns: u32) -> Duration {
    whole(async move {
        for number in 0..turns {
            let seconds = Duration::from_secs(1000 + u64::from(number));
            let mut timer = std::pin::pin!(sleep(seconds));
            // It begins with the first poll, and that one must not be refused for how many were before it.
            let begun = tokio::task::coop::unconstrained(std::future::poll_fn(|context| {
                std::task::Poll::Ready(timer.as_mut().poll(context).is_pending())
            }));
            assert!(begun.await);
        }
    })
}

pub(crate) fn cancel_task(tasks: u32, _turns: u32) -> Duration {
    let runtime = runtime();
    let (promises, waiting): (Vec<_>, Vec<_>) = (0..tasks)
        .map(|_| {
            let (promise, never) = oneshot::channel::<()>();
            (promise, runtime.spawn(never))
        })
        .unzip();
    runtime.block_on(yield_now());
    let took = time(|| {
        for task in &waiting {
            task.abort();
        }
        runtime.block_on(async {
            for task in waiting {
                assert!(task.await.is_err());
            }
        });
    });
    drop(promises);
    took
}
