//! How a workload is measured.

use std::cell::Cell;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

thread_local! {
    static LEFT: Cell<u32> = const { Cell::new(0) };
}

/// So many are to call [`is_last`].
pub(crate) fn expect(count: u32) {
    LEFT.set(count);
}

/// One of them is done. Whether it was the last.
pub(crate) fn is_last() -> bool {
    let left = LEFT.get() - 1;
    LEFT.set(left);
    left == 0
}

/// Whether all have called it.
pub(crate) fn are_done() -> bool {
    LEFT.get() == 0
}

/// The processor's time that this process takes for `work`, in all its threads. While it waits for a timer, or somebody else
/// has the processor, it takes none.
pub(crate) fn time(work: impl FnOnce()) -> Duration {
    let began = processor_time();
    work();
    processor_time() - began
}

fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// What each side costs in each round. A round begins with another side each time.
pub(crate) fn in_turns<S, const N: usize>(
    rounds: usize,
    sides: &[S; N],
    mut cost: impl FnMut(&S) -> f64,
) -> Vec<[f64; N]> {
    let round = |first: usize| {
        let mut costs = [0.0; N];
        for place in 0..N {
            let side = (first + place) % N;
            costs[side] = cost(&sides[side]);
        }
        costs
    };
    (0..rounds).map(round).collect()
}

fn sorted(numbers: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers
}

pub(crate) fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let numbers = sorted(numbers);
    numbers[numbers.len() / 2]
}

/// The median of ratios, with the quarter of them below and above it.
pub(crate) fn ratio(ratios: impl Iterator<Item = f64>) -> String {
    let ratios = sorted(ratios);
    let at = |quarters: usize| ratios[quarters * (ratios.len() - 1) / 4];
    format!("{:.2} ({:.2} to {:.2})", at(2), at(1), at(3))
}

/// 1,000,000.
pub(crate) fn thousands(number: u32) -> String {
    match number {
        0..1_000 => number.to_string(),
        1_000..1_000_000 => format!("{},{:03}", number / 1_000, number % 1_000),
        _ => format!("{},{:03},{:03}", number / 1_000_000, number / 1_000 % 1_000, number % 1_000),
    }
}

/// Deadlines in no order, for so many timers: in seconds from when the first of them is made, and late enough for all of them
/// to be made before.
pub(crate) fn deadlines(timers: u32) -> impl Iterator<Item = f64> {
    let (begin, spread) = (0.005 + f64::from(timers) * 2e-6, f64::from(timers) * 160e-9);
    (0..u64::from(timers)).map(move |number| {
        let part = (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as f64 / (1_u64 << 24) as f64;
        begin + spread * part
    })
}
