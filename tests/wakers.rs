//! `async` code that knows nothing of this loop: wakers, and executors inside and outside of a task.

mod support;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future as StdFuture, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};

use asyncio101::trace::Event;
use asyncio101::{Exception, Future, sleep};
use support::{Notes, NotesDrop, TestLoop, words};

/// A channel for one value, as another library might have it: it only knows wakers.
struct Channel<T>(Arc<Mutex<(Option<T>, Option<Waker>)>>);

impl<T> Clone for Channel<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> Channel<T> {
    fn new() -> Self {
        Self(Arc::new(Mutex::new((None, None))))
    }

    fn send(&self, value: T) {
        let waker = {
            let mut state = self.0.lock().unwrap();
            state.0 = Some(value);
            state.1.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Calls the waker for no reason.
    fn wake(&self) {
        let waker = self.0.lock().unwrap().1.clone();
        waker.unwrap().wake();
    }

    fn receive(&self) -> impl StdFuture<Output = T> + use<T> {
        let channel = self.clone();
        poll_fn(move |context| {
            let mut state = channel.0.lock().unwrap();
            match state.0.take() {
                Some(value) => Poll::Ready(value),
                None => {
                    state.1 = Some(context.waker().clone());
                    Poll::Pending
                }
            }
        })
    }
}

/// Gives up one turn the way other libraries do.
async fn yield_now() {
    let mut has_yielded = false;
    poll_fn(|context| {
        if std::mem::replace(&mut has_yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Waits for both.
async fn join<A: StdFuture, B: StdFuture>(one: A, other: B) -> (A::Output, B::Output) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let (mut one_is, mut other_is) = (None, None);
    poll_fn(|context| {
        if one_is.is_none()
            && let Poll::Ready(output) = one.as_mut().poll(context)
        {
            one_is = Some(output);
        }
        if other_is.is_none()
            && let Poll::Ready(output) = other.as_mut().poll(context)
        {
            other_is = Some(output);
        }
        if one_is.is_some() && other_is.is_some() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    (one_is.unwrap(), other_is.unwrap())
}

/// Waits for the first of two.
async fn first<T>(one: impl StdFuture<Output = T>, other: impl StdFuture<Output = T>) -> T {
    let (mut one, mut other) = (pin!(one), pin!(other));
    poll_fn(|context| {
        if let Poll::Ready(output) = one.as_mut().poll(context) {
            return Poll::Ready(output);
        }
        other.as_mut().poll(context)
    })
    .await
}

/// How many steps a recording shows.
fn steps(events: &[Event]) -> usize {
    events.iter().filter(|event| matches!(event, Event::Stepped(..))).count()
}

#[test]
fn waker_called_in_a_callback_wakes_the_task_in_the_next_turn() {
    let event_loop = TestLoop::new();
    let channel = Channel::new();
    let receive = channel.receive();
    let task = event_loop.create_task(async move { Ok(receive.await) });
    event_loop.run_turns(1);
    event_loop.call_soon(move || channel.send(7));
    event_loop.run_turns(1);
    assert!(!task.done());
    event_loop.run_turns(1);
    assert_eq!(task.result().unwrap(), 7);
}

#[test]
fn wakers_keep_their_place_among_what_is_scheduled() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let channel = Channel::new();
    let (receive, inner) = (channel.receive(), notes.clone());
    event_loop.create_task(async move {
        receive.await;
        inner.note("task");
        Ok(())
    });
    event_loop.run_turns(1);
    event_loop.call_soon(notes.noting("before"));
    channel.send(());
    event_loop.call_soon(notes.noting("after"));
    event_loop.run_turns(1);
    assert_eq!(notes.take(), ["before", "task", "after"]);
}

#[test]
fn waker_called_while_polled_gives_up_one_turn() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    for name in ["a", "b"] {
        let notes = notes.clone();
        event_loop.create_task(async move {
            for step in 1..=2 {
                notes.note(format!("{name}{step}"));
                yield_now().await;
            }
            Ok(())
        });
    }
    event_loop.run_ready();
    assert_eq!(notes.take(), ["a1", "b1", "a2", "b2"]);
}

#[test]
#[cfg(not(target_arch = "wasm32"))]
fn waker_called_on_another_thread_wakes_the_task() {
    let event_loop = TestLoop::new();
    let channel = Channel::new();
    let receive = channel.receive();
    let task = event_loop.create_task(async move { Ok(receive.await) });
    event_loop.call_later(1.0, move || std::thread::spawn(move || channel.send(7)).join().unwrap());
    assert_eq!(event_loop.run_until_complete(task).unwrap(), 7);
}

#[test]
#[cfg(not(target_arch = "wasm32"))]
fn calls_of_many_threads_all_arrive_and_each_threads_in_order() {
    let event_loop = TestLoop::new();
    let arrived = Arc::new(Mutex::new(Vec::new()));
    let remote = event_loop.remote();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (remote, arrived) = (remote.clone(), arrived.clone());
            scope.spawn(move || {
                for number in 0..250 {
                    let arrived = arrived.clone();
                    let note =
                        move |_: &asyncio101::EventLoop| arrived.lock().unwrap().push((thread, number));
                    remote.call_soon_threadsafe(note).unwrap();
                }
            });
        }
        // The loop runs while they call.
        event_loop.run_turns(50);
    });
    event_loop.run_ready();
    let arrived = arrived.lock().unwrap();
    for thread in 0..4 {
        let numbers = arrived.iter().filter(|(from, _)| *from == thread).map(|(_, number)| *number);
        assert!(numbers.eq(0..250), "thread {thread}");
    }
}

#[test]
#[cfg(not(target_arch = "wasm32"))]
fn wakers_raced_by_a_thread_lose_no_wake() {
    let event_loop = TestLoop::new();
    // Two threads of control: the task polls and sleeps, the other wakes it as fast as it can.
    let (ping, pong) = (Channel::new(), Channel::new());
    let (receive_ping, send_pong) = (ping.clone(), pong.clone());
    let task = event_loop.create_task(async move {
        for round in 0..200 {
            assert_eq!(receive_ping.receive().await, round);
            send_pong.send(round);
        }
        Ok(())
    });
    let thread = std::thread::spawn(move || {
        for round in 0..200 {
            ping.send(round);
            while pong.0.lock().unwrap().0.take().is_none() {
                std::thread::yield_now();
            }
        }
    });
    while !task.done() {
        event_loop.run_turns(1);
    }
    thread.join().unwrap();
}

#[test]
fn task_that_waits_for_two_futures_wakes_for_either_in_one_turn() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let (one, other) = (event_loop.create_future(), event_loop.create_future());
    let (a, b) = (one.clone(), other.clone());
    let task = event_loop.create_task(async move {
        let (a, b) = join(a, b).await;
        Ok((a?, b?))
    });
    let recording = event_loop.record();
    event_loop.run_turns(1);
    other.set_result("b").unwrap();
    event_loop.run_turns(1);
    assert!(!task.done());
    one.set_result("a").unwrap();
    event_loop.run_turns(1);
    assert_eq!(task.result().unwrap(), ("a", "b"));
    assert_eq!(steps(&recording.take()), 3);
    drop(notes);
}

#[test]
fn two_futures_done_in_one_turn_wake_the_task_once() {
    let event_loop = TestLoop::new();
    let futures = [event_loop.create_future(), event_loop.create_future()];
    let [a, b] = futures.clone();
    let task = event_loop.create_task(async move {
        let (a, b) = join(a, b).await;
        a.and(b)
    });
    let recording = event_loop.record();
    event_loop.run_turns(1);
    for future in &futures {
        future.set_result(()).unwrap();
    }
    event_loop.run_ready();
    assert!(task.done());
    assert_eq!(steps(&recording.take()), 2);
}

#[test]
fn loser_of_a_race_is_not_waited_for_any_more() {
    let event_loop = TestLoop::new();
    let (slow, quick) = (event_loop.create_future(), event_loop.create_future());
    let (a, b) = (slow.clone(), quick.clone());
    let task = event_loop.create_task(async move {
        first(a, b).await?;
        sleep(5.0).await
    });
    let recording = event_loop.record();
    event_loop.run_turns(1);
    quick.set_result(()).unwrap();
    event_loop.run_turns(1);
    slow.set_result(()).unwrap();
    event_loop.run_until_complete(task).unwrap();
    assert_eq!(steps(&recording.take()), 3, "start, quick, and the end of the sleep");
}

#[test]
fn task_can_race_a_sleep_against_a_channel() {
    let event_loop = TestLoop::new();
    let channel = Channel::new();
    let receive = channel.receive();
    let task = event_loop.create_task(async move {
        let nap = async { sleep(1.0).await.map(|()| "timer") };
        first(nap, async { Ok(receive.await) }).await
    });
    assert_eq!(event_loop.run_until_complete(task).unwrap(), "timer");
    let receive = channel.receive();
    let task = event_loop.create_task(async move {
        let nap = async { sleep(60.0).await.map(|()| "timer") };
        first(nap, async { Ok(receive.await) }).await
    });
    event_loop.call_later(1.0, move || channel.send("channel"));
    assert_eq!(event_loop.run_until_complete(task).unwrap(), "channel");
    assert_eq!(event_loop.time().0, 2.0);
}

#[test]
fn waker_called_for_no_reason_does_no_harm() {
    let event_loop = TestLoop::new();
    let channel = Channel::new();
    let receive = channel.receive();
    let task = event_loop.create_task(async move { Ok(receive.await) });
    event_loop.run_turns(1);
    for _ in 0..3 {
        channel.wake();
        event_loop.run_turns(1);
    }
    assert!(!task.done());
    channel.send(1);
    event_loop.run_turns(1);
    assert_eq!(task.result().unwrap(), 1);
    let kept = Channel::<()>::new();
    let receive = kept.receive();
    let gone = event_loop.create_task(async move {
        first(
            async {
                receive.await;
                Ok(())
            },
            sleep(0.0),
        )
        .await
    });
    event_loop.run_until_complete(gone).unwrap();
    kept.wake();
    event_loop.run_turns(1);
}

#[test]
fn waker_may_outlive_the_loop() {
    let channel = Channel::<()>::new();
    {
        let event_loop = TestLoop::new();
        event_loop.leaves_tasks();
        let receive = channel.receive();
        event_loop.create_task(async move {
            receive.await;
            Ok(())
        });
        event_loop.run_turns(1);
        event_loop.close().unwrap();
        assert_eq!(event_loop.errors().len(), 1);
    }
    channel.wake();
}

#[test]
fn cancelling_drops_a_block_that_has_nothing_to_catch_it_with() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let held = NotesDrop(notes.clone(), "dropped");
    let task = event_loop.create_task(async move {
        let _held = held;
        std::future::pending::<()>().await;
        Ok(())
    });
    event_loop.run_turns(1);
    assert!(task.cancel_with_message("m"));
    event_loop.run_ready();
    assert_eq!(
        (notes.take(), words(task.result())),
        (vec!["dropped".to_owned()], "CancelledError(\"m\")".into())
    );
}

#[test]
fn cancelling_a_task_behind_a_waker_reaches_the_futures_of_the_loop() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let channel = Channel::<Result<(), Exception>>::new();
    let (receive, inner) = (channel.receive(), notes.clone());
    let task = event_loop.create_task(async move {
        inner.note(words(first(receive, sleep(60.0)).await));
        Ok("caught")
    });
    event_loop.run_turns(1);
    task.cancel();
    event_loop.run_ready();
    assert_eq!((notes.take(), task.result().unwrap()), (vec!["CancelledError()".to_owned()], "caught"));
}

#[test]
fn block_that_ends_before_the_cancellation_reaches_it_is_cancelled_all_the_same() {
    let event_loop = TestLoop::new();
    let channel = Channel::new();
    let receive = channel.receive();
    let task = event_loop.create_task(async move { Ok(receive.await) });
    event_loop.run_turns(1);
    task.cancel();
    channel.0.lock().unwrap().0 = Some(1);
    event_loop.run_ready();
    assert!(task.cancelled());
}

/// An executor that somebody brings along into a task: it polls each of its futures with a waker of its own,
/// and only those that were woken.
#[derive(Default)]
struct Several {
    futures: Vec<Option<Pin<Box<dyn StdFuture<Output = ()>>>>>,
    shared: Arc<Mutex<(VecDeque<usize>, Option<Waker>)>>,
}

struct One(usize, Arc<Mutex<(VecDeque<usize>, Option<Waker>)>>);

impl Wake for One {
    fn wake(self: Arc<Self>) {
        let waker = {
            let mut shared = self.1.lock().unwrap();
            shared.0.push_back(self.0);
            shared.1.clone()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Several {
    fn push(&mut self, future: impl StdFuture<Output = ()> + 'static) {
        self.shared.lock().unwrap().0.push_back(self.futures.len());
        self.futures.push(Some(Box::pin(future)));
    }
}

impl StdFuture for Several {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.shared.lock().unwrap().1 = Some(context.waker().clone());
        loop {
            let next = self.shared.lock().unwrap().0.pop_front();
            let Some(index) = next else { break };
            let waker = Waker::from(Arc::new(One(index, self.shared.clone())));
            let place = &mut self.futures[index];
            if let Some(future) = place
                && future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready()
            {
                *place = None;
            }
        }
        if self.futures.iter().all(Option::is_none) { Poll::Ready(()) } else { Poll::Pending }
    }
}

#[test]
fn executor_inside_a_task_is_woken_for_the_right_future() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let mut several = Several::default();
    for seconds in [3.0, 0.0, 1.0, 2.0] {
        let notes = notes.clone();
        several.push(async move {
            sleep(seconds).await.unwrap();
            notes.note(seconds);
        });
    }
    let task = event_loop.create_task(async move {
        several.await;
        Ok(())
    });
    event_loop.run_until_complete(task).unwrap();
    assert_eq!(notes.take(), ["0", "1", "2", "3"]);
}

#[test]
fn task_of_this_loop_can_be_awaited_outside_of_it() {
    let event_loop = TestLoop::new();
    let task = event_loop.create_task(async {
        sleep(1.0).await?;
        Ok("done")
    });
    // The host polls with a waker of its own, and turns the loop.
    let woken = Rc::new(Cell::new(0));
    let flag = Arc::new(Flag::default());
    let waker = Waker::from(flag.clone());
    let mut waiting = pin!(task);
    let result = loop {
        if let Poll::Ready(result) = waiting.as_mut().poll(&mut Context::from_waker(&waker)) {
            break result;
        }
        while !std::mem::take(&mut *flag.0.lock().unwrap()) {
            let _ = event_loop.run_once().unwrap();
        }
        woken.set(woken.get() + 1);
    };
    assert_eq!((result.unwrap(), woken.get()), ("done", 1));
}

#[derive(Default)]
struct Flag(Mutex<bool>);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        *self.0.lock().unwrap() = true;
    }
}

#[test]
fn task_that_keeps_its_waker_given_away_still_waits_for_futures() {
    let event_loop = TestLoop::new();
    let kept: Rc<RefCell<Option<Waker>>> = Rc::default();
    let keeps = kept.clone();
    let future: Future<u32> = event_loop.create_future();
    let awaited = future.clone();
    let task = event_loop.create_task(async move {
        let waker = poll_fn(|context| Poll::Ready(context.waker().clone())).await;
        *keeps.borrow_mut() = Some(waker);
        awaited.await
    });
    event_loop.run_turns(1);
    future.set_result(3).unwrap();
    event_loop.run_turns(1);
    assert_eq!(task.result().unwrap(), 3);
    // And a waker nobody has any use for any more does nothing.
    kept.take().unwrap().wake();
    event_loop.run_turns(1);
}
