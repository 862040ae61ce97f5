//! What the core costs, beside tokio and smol in the same run.
//!
//! `cargo bench --bench scheduler` runs each workload by ours, by a `current_thread` runtime of tokio and by smol's local
//! executor, in turns, and prints nanoseconds of the processor's time per operation, and how many times as much that is as
//! the peer takes: the median of the rounds' ratios, with their quarters behind it. Then it does the same with
//! growing numbers of tasks and timers. `-- WORD` runs the workloads that have WORD in their name.
//!
//! All three have a clock that is the machine's, and wait with the thread. Where ours has no such primitive (queues, locks),
//! all three run tokio's, which needs no runtime: then it is the wakers that are measured.

mod clock;
mod measure;
mod on_smol;
mod on_tokio;
mod ours;

use std::time::Duration;

/// One workload, by each: how many tasks (or timers), and how often each does it.
struct Workload {
    name: &'static str,
    ours: fn(u32, u32) -> Duration,
    tokio: fn(u32, u32) -> Duration,
    smol: fn(u32, u32) -> Duration,
}

macro_rules! workload {
    ($name:literal, $function:ident) => {
        Workload { name: $name, ours: ours::$function, tokio: on_tokio::$function, smol: on_smol::$function }
    };
}

const CALL_SOON: Workload = workload!("call_soon / spawn", call_soon);
const CALL_SOON_CHAIN: Workload = workload!("call_soon / spawn, each by the one before", call_soon_chain);
const SLEEP_0: Workload = workload!("sleep(0) / yield", sleep_0);
const CREATE_TASK: Workload = workload!("create_task and await / spawn and await", create_task);
const CREATE_TASKS: Workload = workload!("create_task, then await all", create_tasks);
const FUTURE: Workload = workload!("future, set and awaited / oneshot", future);
const NOTIFY: Workload = workload!("ping-pong by tokio's Notify", notify);
const CHANNEL: Workload = workload!("queue of 10 by tokio's mpsc", channel);
const LOCK: Workload = workload!("contended Mutex of tokio's", lock);
const CALL_AT: Workload = workload!("call_at / spawn and sleep, staggered", call_at);
const SLEEPS: Workload = workload!("sleep, staggered", sleeps);
const EQUAL_SLEEPS: Workload = workload!("sleep, all equally long", equal_sleeps);
const CANCEL_TIMER: Workload = workload!("call_later and cancel / sleep begun and dropped", cancel_timer);
const CANCEL_TASK: Workload = workload!("cancel of a waiting task", cancel_task);

/// Each with its tasks or timers, and how often each does it.
const TABLE: [(&Workload, u32, u32); 16] = [
    (&CALL_SOON, 1, 100_000),
    (&CALL_SOON_CHAIN, 1, 100_000),
    (&SLEEP_0, 1, 100_000),
    (&SLEEP_0, 100, 1_000),
    (&SLEEP_0, 10_000, 10),
    (&CREATE_TASK, 1, 100_000),
    (&CREATE_TASKS, 10_000, 1),
    (&FUTURE, 1, 100_000),
    (&NOTIFY, 2, 50_000),
    (&CHANNEL, 1, 100_000),
    (&LOCK, 10, 10_000),
    (&CALL_AT, 100_000, 1),
    (&SLEEPS, 100_000, 1),
    (&EQUAL_SLEEPS, 100_000, 1),
    (&CANCEL_TIMER, 1, 100_000),
    (&CANCEL_TASK, 10_000, 1),
];
/// Of what the cost per operation is told from few to many.
const SCALING: [&Workload; 5] = [&SLEEP_0, &CREATE_TASKS, &CALL_AT, &SLEEPS, &CANCEL_TASK];
/// How many.
const SIZES: [u32; 5] = [100, 1_000, 10_000, 100_000, 1_000_000];
const ROUNDS: usize = 15;

fn main() {
    // `cargo bench` passes `--bench`.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word));
    println!("| ns per operation | ours | tokio | smol | ours / tokio | ours / smol |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (workload, tasks, turns) in TABLE.iter().filter(|(workload, ..)| is_wanted(workload.name)) {
        let tasks_of = if *tasks == 1 { String::new() } else { format!(", {}", measure::thousands(*tasks)) };
        row(&format!("{}{tasks_of}", workload.name), workload, *tasks, *turns, ROUNDS);
    }
    println!("\n| ns per operation, by how many | ours | tokio | smol | ours / tokio | ours / smol |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    for workload in SCALING.iter().filter(|workload| is_wanted(workload.name)) {
        for tasks in SIZES {
            let turns = if workload.name == SLEEP_0.name { (100_000 / tasks).max(3) } else { 1 };
            // Few operations take too little time to be measured: more rounds make up for it.
            let rounds = if tasks < 10_000 { 101 } else { 5 };
            row(&format!("{}, {}", workload.name, measure::thousands(tasks)), workload, tasks, turns, rounds);
        }
    }
}

/// Measures one workload, and prints it.
fn row(name: &str, workload: &Workload, tasks: u32, turns: u32, rounds: usize) {
    let sides = [workload.ours, workload.tokio, workload.smol];
    let operations = f64::from(tasks) * f64::from(turns);
    let costs = measure::in_turns(rounds, &sides, |side| side(tasks, turns).as_nanos() as f64 / operations);
    let [ours, tokio, smol] = [0, 1, 2].map(|side| measure::median(costs.iter().map(|round| round[side])));
    let [by_tokio, by_smol] =
        [1, 2].map(|side| measure::ratio(costs.iter().map(|round| round[0] / round[side])));
    println!("| {name} | {ours:.0} | {tokio:.0} | {smol:.0} | {by_tokio} | {by_smol} |");
}
