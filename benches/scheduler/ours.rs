//! The workloads, by the core.

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use asyncio101::{EventLoop, Exception, sleep};
use tokio::sync::{Mutex, Notify, mpsc};

use crate::clock::Clock;
use crate::measure::{are_done, deadlines, expect, is_last, time};

fn event_loop() -> EventLoop {
    EventLoop::new(Arc::new(Clock::new()))
}

/// Runs until the last has called [`done`].
fn run(event_loop: &EventLoop) {
    event_loop.run_forever().expect("the loop runs");
    assert!(are_done());
}

fn done(event_loop: &EventLoop) {
    if is_last() {
        event_loop.stop();
    }
}

fn close(event_loop: &EventLoop) {
    event_loop.close().expect("it does not run");
}

pub(crate) fn call_soon(_tasks: u32, turns: u32) -> Duration {
    let event_loop = event_loop();
    expect(turns);
    let took = time(|| {
        for _ in 0..turns {
            let stopper = event_loop.clone();
            event_loop.call_soon(move || done(&stopper));
        }
        run(&event_loop);
    });
    close(&event_loop);
    took
}

pub(crate) fn call_soon_chain(_tasks: u32, turns: u32) -> Duration {
    fn next(event_loop: EventLoop) {
        if is_last() {
            event_loop.stop();
        } else {
            let clone = event_loop.clone();
            event_loop.call_soon(move || next(clone));
        }
    }
    let event_loop = event_loop();
    expect(turns);
    let took = time(|| {
        let clone = event_loop.clone();
        event_loop.call_soon(move || next(clone));
        run(&event_loop);
    });
    close(&event_loop);
    took
}

pub(crate) fn sleep_0(tasks: u32, turns: u32) -> Duration {
    let event_loop = event_loop();
    expect(tasks);
    for _ in 0..tasks {
        let stopper = event_loop.clone();
        event_loop.create_task(async move {
            for _ in 0..turns {
                sleep(0.0).await?;
            }
            done(&stopper);
            Ok(())
        });
    }
    let took = time(|| run(&event_loop));
    close(&event_loop);
    took
}

pub(crate) fn create_task(_tasks: u32, turns: u32) -> Duration {
    whole(|event_loop| async move {
        let mut sum = 0;
        for number in 0..turns {
            sum = black_box(sum ^ event_loop.create_task(async move { Ok(number) }).await?);
        }
        Ok(())
    })
}

pub(crate) fn create_tasks(tasks: u32, _turns: u32) -> Duration {
    whole(|event_loop| async move {
        let tasks: Vec<_> =
            (0..tasks).map(|number| event_loop.create_task(async move { Ok(number) })).collect();
        for task in tasks {
            black_box(task.await?);
        }
        Ok(())
    })
}

pub(crate) fn future(_tasks: u32, turns: u32) -> Duration {
    whole(|event_loop| async move {
        for number in 0..turns {
            let future = event_loop.create_future();
            let promise = future.clone();
            event_loop.call_soon(move || promise.set_result(number));
            black_box(future.await?);
        }
        Ok(())
    })
}

/// A program that is one task, or makes the others itself.
fn whole<F: Future<Output = Result<(), Exception>> + 'static>(
    program: impl FnOnce(EventLoop) -> F,
) -> Duration {
    let event_loop = event_loop();
    let program = program(event_loop.clone());
    let took = time(|| event_loop.run_until_complete(program).expect("nothing fails"));
    close(&event_loop);
    took
}

pub(crate) fn notify(_tasks: u32, turns: u32) -> Duration {
    whole(|event_loop| async move {
        let (ping, pong) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (heard, answer) = (ping.clone(), pong.clone());
        let other = event_loop.create_task(async move {
            for _ in 0..turns {
                heard.notified().await;
                answer.notify_one();
            }
            Ok(())
        });
        for _ in 0..turns {
            ping.notify_one();
            pong.notified().await;
        }
        other.await
    })
}

pub(crate) fn channel(_tasks: u32, turns: u32) -> Duration {
    whole(|event_loop| async move {
        let (sender, mut receiver) = mpsc::channel(10);
        let producer = event_loop.create_task(async move {
            for number in 0..turns {
                sender.send(number).await?;
            }
            Ok(())
        });
        while let Some(number) = receiver.recv().await {
            black_box(number);
        }
        producer.await
    })
}

pub(crate) fn lock(tasks: u32, turns: u32) -> Duration {
    whole(|event_loop| async move {
        let mutex = Arc::new(Mutex::new(0));
        let user = |mutex: Arc<Mutex<u32>>| async move {
            for _ in 0..turns {
                let mut held = mutex.lock().await;
                *held += 1;
                sleep(0.0).await?;
            }
            Ok(())
        };
        let users: Vec<_> = (0..tasks).map(|_| event_loop.create_task(user(mutex.clone()))).collect();
        for user in users {
            user.await?;
        }
        Ok(())
    })
}

pub(crate) fn call_at(tasks: u32, _turns: u32) -> Duration {
    let event_loop = event_loop();
    expect(tasks);
    let took = time(|| {
        let now = event_loop.time();
        for seconds in deadlines(tasks) {
            let stopper = event_loop.clone();
            event_loop.call_at(now.after(seconds), move || done(&stopper));
        }
        run(&event_loop);
    });
    close(&event_loop);
    took
}

pub(crate) fn sleeps(tasks: u32, _turns: u32) -> Duration {
    sleep_for(tasks, deadlines(tasks))
}

pub(crate) fn equal_sleeps(tasks: u32, _turns: u32) -> Duration {
    let longest = deadlines(tasks).fold(0.0, f64::max);
    sleep_for(tasks, std::iter::repeat(longest))
}

fn sleep_for(tasks: u32, seconds: impl Iterator<Item = f64>) -> Duration {
    let event_loop = event_loop();
    expect(tasks);
    let took = time(|| {
        for seconds in seconds.take(tasks as usize) {
            let stopper = event_loop.clone();
            event_loop.create_task(async move {
                sleep(seconds).await?;
                done(&stopper);
                Ok(())
            });
        }
        run(&event_loop);
    });
    close(&event_loop);
    took
}

pub(crate) fn cancel_timer(_tasks: u32, turns: u32) -> Duration {
    let event_loop = event_loop();
    let took = time(|| {
        for number in 0..turns {
            event_loop.call_later(1000.0 + f64::from(number), || ()).cancel();
        }
    });
    close(&event_loop);
    took
}

pub(crate) fn cancel_task(tasks: u32, _turns: u32) -> Duration {
    let event_loop = event_loop();
    let waiting: Vec<_> = (0..tasks)
        .map(|_| {
            let never = event_loop.create_future::<()>();
            event_loop.create_task(never)
        })
        .collect();
    event_loop.stop();
    event_loop.run_forever().expect("the loop runs");
    let took = time(|| {
        for task in waiting {
            task.cancel();
        }
        // One turn throws, and the tasks are done.
        event_loop.stop();
        event_loop.run_forever().expect("the loop runs");
    });
    assert!(event_loop.all_tasks().is_empty());
    close(&event_loop);
    took
}
