//! Deadlines: in which order they come, when they do not, and what a cancelled one costs.

mod support;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use asyncio101::handle::Scheduled;
use asyncio101::selector::{ManualSelector, Time, Timeout};
use asyncio101::timer_queue::TimerQueue;
use asyncio101::{Handle, sleep};
use support::{Notes, TestLoop};

/// In which order `heapq` gives back n equal elements that were pushed in the order 0, 1, 2 ...
/// (CPython 3.11: `heappush` n objects whose `__lt__` is always false, `heappop` them all.)
const EQUAL_ELEMENTS: [&[u64]; 11] = [
    &[0, 1],
    &[0, 1, 2],
    &[0, 2, 1, 3],
    &[0, 2, 4, 1, 3],
    &[0, 2, 5, 4, 1, 3],
    &[0, 2, 5, 6, 4, 1, 3],
    &[0, 2, 6, 5, 7, 4, 1, 3],
    &[0, 2, 6, 8, 5, 7, 4, 1, 3],
    &[0, 2, 6, 9, 8, 5, 7, 4, 1, 3],
    &[0, 2, 6, 13, 14, 12, 11, 10, 9, 8, 5, 7, 4, 1, 3],
    &[0, 2, 6, 14, 13, 15, 12, 11, 10, 9, 8, 5, 7, 4, 1, 3],
];

/// What `heapq` gives back when pushes and pops of four deadlines mix as in
/// [`mixed_pushes_and_pops_come_out_as_from_heapq`].
const MIXED: [u64; 79] = [
    0, 5, 3, 7, 2, 11, 4, 10, 9, 14, 13, 16, 18, 20, 25, 24, 29, 33, 35, 36, 38, 30, 32, 37, 45, 47, 46, 52,
    43, 50, 57, 53, 67, 60, 61, 62, 70, 58, 48, 73, 75, 44, 64, 72, 77, 78, 76, 69, 27, 28, 56, 51, 26, 39,
    41, 40, 66, 68, 65, 42, 71, 59, 15, 34, 54, 74, 19, 12, 8, 63, 55, 17, 31, 23, 1, 6, 21, 49, 22,
];

/// What `heapq` gives back of 150 elements with the deadlines `7 * i % 5` after those that 3 does not divide
/// were filtered out and the rest was heapified.
const SWEPT: [u64; 50] = [
    75, 30, 0, 60, 135, 105, 15, 120, 45, 90, 3, 78, 33, 18, 138, 123, 108, 63, 48, 93, 96, 81, 141, 36, 6,
    66, 111, 126, 51, 21, 129, 84, 9, 39, 69, 99, 144, 114, 54, 24, 87, 72, 117, 12, 102, 27, 147, 57, 132,
    42,
];

/// A handle that is nothing but a number and a mark.
#[derive(Clone, Debug)]
struct Timer(u64, Rc<Cell<bool>>);

impl Timer {
    fn new(id: u64) -> Self {
        Self(id, Rc::default())
    }
}

impl Scheduled for Timer {
    fn is_cancelled(&self) -> bool {
        self.1.get()
    }
}

/// Everything that is left in a queue, in order.
fn pop_all(queue: &mut TimerQueue<Timer>) -> Vec<u64> {
    std::iter::from_fn(|| queue.pop_before(Time(f64::INFINITY))).map(|timer| timer.0).collect()
}

/// Numbers that look random: the linear congruential generator of the C standard, which is one line of
/// Python, too.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = (self.0 * 1_103_515_245 + 12_345) & 0x7fff_ffff;
        (self.0 >> 16) % end
    }
}

#[test]
fn equal_deadlines_come_out_as_from_heapq() {
    for order in EQUAL_ELEMENTS {
        let mut queue = TimerQueue::default();
        for id in 0..order.len() as u64 {
            queue.push(Time(1.0), Timer::new(id));
        }
        assert_eq!(pop_all(&mut queue), order);
    }
}

#[test]
fn mixed_pushes_and_pops_come_out_as_from_heapq() {
    let (mut queue, mut order, mut numbers, mut last) = (TimerQueue::default(), Vec::new(), Numbers(1), 0);
    for _ in 0..120 {
        if numbers.below(3) < 2 {
            queue.push(Time(numbers.below(4) as f64), Timer::new(last));
            last += 1;
        } else if let Some(timer) = queue.pop_before(Time(f64::INFINITY)) {
            order.push(timer.0);
        }
    }
    order.extend(pop_all(&mut queue));
    assert_eq!(order, MIXED);
}

#[test]
fn sweeping_leaves_equal_deadlines_as_heapify_does() {
    let mut queue = TimerQueue::default();
    let timers: Vec<Timer> = (0..150).map(Timer::new).collect();
    for timer in &timers {
        queue.push(Time((timer.0 * 7 % 5) as f64), timer.clone());
    }
    for timer in timers.iter().filter(|timer| timer.0 % 3 != 0) {
        timer.1.set(true);
        assert!(queue.note_cancelled().is_empty(), "a turn sweeps when it begins");
    }
    let mut swept = Vec::new();
    queue.next_deadline(&mut swept);
    assert_eq!((swept.len(), queue.len()), (100, 50));
    assert_eq!(pop_all(&mut queue), SWEPT);
}

/// A queue that is too simple to be wrong, but for the order of equal deadlines.
#[derive(Default)]
struct Model(Vec<(u64, Timer)>);

impl Model {
    fn earliest(&self) -> Option<u64> {
        self.0.iter().filter(|(_, timer)| !timer.is_cancelled()).map(|(when, _)| *when).min()
    }

    /// Takes all timers that are due before `end`, cancelled ones too.
    fn take_before(&mut self, end: u64) -> Vec<(u64, u64)> {
        let mut due: Vec<(u64, u64)> =
            self.0.iter().filter(|(when, _)| *when < end).map(|(when, timer)| (*when, timer.0)).collect();
        self.0.retain(|(when, _)| *when >= end);
        due.sort_unstable();
        due
    }
}

#[test]
fn queue_agrees_with_a_simple_model_whatever_is_done_to_it() {
    for seed in 1..=20 {
        let (mut queue, mut model, mut numbers) = (TimerQueue::default(), Model::default(), Numbers(seed));
        let mut deadlines = Vec::new();
        for id in 0..2_000 {
            match numbers.below(10) {
                // Push.
                0..=4 => {
                    let (when, timer) = (numbers.below(500), Timer::new(deadlines.len() as u64));
                    deadlines.push(when);
                    queue.push(Time(when as f64), timer.clone());
                    model.0.push((when, timer));
                }
                // Cancel one that is waiting.
                5..=7 if !model.0.is_empty() => {
                    let index = numbers.below(model.0.len() as u64) as usize;
                    if !model.0[index].1.1.replace(true) {
                        drop(queue.note_cancelled());
                    }
                }
                // Begin a turn.
                8 => {
                    let earliest = queue.next_deadline(&mut Vec::new());
                    assert_eq!(earliest, model.earliest().map(|when| Time(when as f64)), "seed {seed}, {id}");
                    let alive = model.0.iter().filter(|(_, timer)| !timer.is_cancelled()).count();
                    assert!(queue.len() <= 2 * alive + 100, "seed {seed}, {id}");
                }
                // Take what is due.
                _ => {
                    let end = numbers.below(60);
                    let mut due = Vec::new();
                    let mut last = 0;
                    while let Some(timer) = queue.pop_before(Time(end as f64)) {
                        let when = deadlines[timer.0 as usize];
                        assert!(last <= when, "seed {seed}, {id}: {last} came before {when}");
                        last = when;
                        // Which cancelled ones were swept already is not the model's business.
                        if !timer.is_cancelled() {
                            due.push((when, timer.0));
                        }
                    }
                    due.sort_unstable();
                    let cancelled: Vec<u64> = model
                        .0
                        .iter()
                        .filter(|(_, timer)| timer.is_cancelled())
                        .map(|(_, timer)| timer.0)
                        .collect();
                    let mut expected = model.take_before(end);
                    expected.retain(|(_, id)| !cancelled.contains(id));
                    assert_eq!(due, expected, "seed {seed}, {id}");
                }
            }
        }
    }
}

#[test]
fn million_cancelled_timers_stay_few() {
    let mut queue = TimerQueue::default();
    let mut most = 0;
    for id in 0..1_000_000 {
        let timer = Timer::new(id);
        queue.push(Time(id as f64), timer.clone());
        timer.1.set(true);
        drop(queue.note_cancelled());
        most = most.max(queue.len());
    }
    // Even within one turn, a callback that never comes to an end does not fill the memory.
    assert!(most <= 1 << 17, "{most} timers were held");
    queue.next_deadline(&mut Vec::new());
    assert!(queue.is_empty());
}

#[test]
fn timers_run_in_the_order_of_their_deadlines() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    for (seconds, name) in [(3.0, "c"), (1.0, "a"), (2.0, "b")] {
        event_loop.call_later(seconds, notes.noting(name));
    }
    event_loop.run_for(4.0);
    assert_eq!(notes.take(), ["a", "b", "c"]);
}

#[test]
fn equal_deadlines_run_in_the_order_of_the_heap() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    for id in 0..10 {
        event_loop.call_at(Time(1.0), notes.noting(&id.to_string()));
    }
    let _ = event_loop.run_once().unwrap();
    let order: Vec<u64> = notes.take().iter().map(|id| id.parse().unwrap()).collect();
    assert_eq!(order, EQUAL_ELEMENTS[8]);
}

#[test]
fn overdue_timers_run_in_one_pass_by_deadline() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    event_loop.run_for(10.0);
    for (when, name) in [(2.0, "b"), (1.0, "a"), (3.0, "c")] {
        event_loop.call_at(Time(when), notes.noting(name));
    }
    event_loop.call_soon(notes.noting("soon"));
    event_loop.run_turns(1);
    assert_eq!(notes.take(), ["soon", "a", "b", "c"]);
}

#[test]
fn timers_closer_than_the_clock_can_tell_are_due_together() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    event_loop.call_at(Time(1.0), notes.noting("a"));
    event_loop.call_at(Time(1.0 + 0.5e-9), notes.noting("b"));
    event_loop.call_at(Time(1.0 + 2e-9), notes.noting("c"));
    let _ = event_loop.run_once().unwrap();
    assert_eq!(notes.take(), ["a", "b"]);
    let _ = event_loop.run_once().unwrap();
    assert_eq!(notes.take(), ["c"]);
}

#[test]
fn timer_never_fires_before_its_deadline() {
    let event_loop = TestLoop::new();
    let mut numbers = Numbers(7);
    for _ in 0..200 {
        let clock = event_loop.clone();
        let when = Time(numbers.below(1_000) as f64 * 0.001_7);
        event_loop.call_at(when, move || {
            assert!(clock.time().0 + 1e-9 > when.0, "{} is before {when}", clock.time());
        });
    }
    event_loop.run_for(2.0);
}

#[test]
fn deadline_that_is_not_a_number_is_due_at_once() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    event_loop.call_at(Time(f64::NAN), notes.noting("ran"));
    assert_eq!(event_loop.begin_turn().unwrap(), Timeout::Now);
    let _ = event_loop.finish_turn(&[]).unwrap();
    assert_eq!(notes.take(), ["ran"]);
}

#[test]
fn cancelled_timer_does_not_keep_the_loop_waiting() {
    let event_loop = TestLoop::new();
    let timer = event_loop.call_later(5.0, || ());
    assert_eq!(timer.when(), Time(5.0));
    timer.cancel();
    assert_eq!(event_loop.begin_turn().unwrap(), Timeout::Never);
    let _ = event_loop.finish_turn(&[]).unwrap();
}

#[test]
fn timer_cancelled_in_the_pass_it_is_due_in_does_not_run() {
    let (event_loop, notes) = (TestLoop::new(), Notes::default());
    let victim: Rc<Cell<Option<Handle>>> = Rc::default();
    let found = victim.clone();
    event_loop.call_later(1.0, move || found.take().unwrap().cancel());
    victim.set(Some((*event_loop.call_later(1.0, notes.noting("victim"))).clone()));
    event_loop.run_for(2.0);
    assert_eq!(notes.take(), [""; 0]);
}

#[test]
fn sleeping_takes_as_long_as_it_says() {
    let event_loop = TestLoop::new();
    let clock = event_loop.clone();
    let times = event_loop.run_until_complete(async move {
        let mut times = Vec::new();
        for seconds in [0.5, 0.0, -1.0, 2.0] {
            sleep(seconds).await?;
            times.push(clock.time().0);
        }
        Ok(times)
    });
    assert_eq!(times.unwrap(), [0.5, 0.5, 0.5, 2.5]);
}

#[test]
fn sleep_begins_when_it_is_awaited() {
    let event_loop = TestLoop::new();
    let clock = event_loop.clone();
    let time = event_loop.run_until_complete(async move {
        let later = sleep(1.0);
        sleep(5.0).await?;
        later.await?;
        Ok(clock.time().0)
    });
    assert_eq!(time.unwrap(), 6.0);
}

#[test]
fn sleep_of_not_a_number_is_refused() {
    let event_loop = TestLoop::new();
    let error = event_loop.run_until_complete(sleep(f64::NAN)).unwrap_err();
    assert_eq!(error.to_string(), "Invalid delay: NaN (not a number)");
}

#[test]
fn sleep_that_is_dropped_takes_its_timer_along() {
    let event_loop = TestLoop::new();
    let task = event_loop.create_task(sleep(60.0));
    event_loop.run_turns(1);
    task.cancel();
    event_loop.run_ready();
    assert!(task.cancelled());
    assert_eq!(event_loop.begin_turn().unwrap(), Timeout::Never);
    let _ = event_loop.finish_turn(&[]).unwrap();
}

#[test]
fn sleeps_of_one_length_end_in_the_order_they_began_on_a_clock_that_ticks() {
    let event_loop = TestLoop::with(ManualSelector::ticking(Duration::from_nanos(1)));
    let notes = Notes::default();
    for name in 0..10 {
        let notes = notes.clone();
        event_loop.create_task(async move {
            sleep(1.0).await?;
            notes.note(name);
            Ok(())
        });
    }
    event_loop.run_for(1.5);
    assert_eq!(notes.take(), ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
}
