//! What recording and replaying cost.
//!
//! `cargo bench --bench replay` runs a thousand tasks that sleep in turns, until a million events have happened:
//! watched by nobody, and recorded. Then it reads the trace and goes to places in it, as somebody does who drags
//! the slider from one end to the other. Writing and reading the format alone is measured, too.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use asyncio101::replay::Replay;
use asyncio101::selector::ManualSelector;
use asyncio101::trace::format::{Decoder, Encoder, HEADER, Record};
use asyncio101::trace::{Details, Event, Recorder};
use asyncio101::{EventLoop, Exception, sleep};

/// Tasks in the program.
const TASKS: u32 = 1000;
/// Sleeps of each: about twelve events a sleep.
const SLEEPS: u32 = 110;
/// Rounds of which the best counts.
const ROUNDS: u32 = 5;

fn main() {
    let alone = (0..ROUNDS).map(|_| run(None)).min().expect("there are rounds");
    let mut trace = Vec::new();
    let recorded = (0..ROUNDS).map(|_| run(Some(&mut trace))).min().expect("there are rounds");
    let replay = Replay::read(trace.clone()).expect("it was just written");
    let events = replay.len();
    println!("{events} events, {:.2} bytes each", trace.len() as f64 / events as f64);
    println!("the program, watched by nobody   {:>9.1} ms", milliseconds(alone));
    println!(
        "the program, recorded            {:>9.1} ms {:>6.2}x",
        milliseconds(recorded),
        recorded.as_secs_f64() / alone.as_secs_f64()
    );

    let happened = decode(&trace);
    let encoding = best(|| drop(black_box(encode(black_box(&happened)))));
    println!("encoding its events              {:>9.1} ms", milliseconds(encoding));
    let decoding = best(|| drop(black_box(decode(black_box(&trace)))));
    println!("decoding them                    {:>9.1} ms", milliseconds(decoding));

    let began = Instant::now();
    black_box(Replay::read(trace).expect("it was just written"));
    println!("reading the trace                {:>9.1} ms", milliseconds(began.elapsed()));

    // Steps far from each other, in no order: the golden section of the whole.
    let visits: Vec<Duration> = (1..=2000_usize)
        .map(|visit| {
            let step = (visit * 618_033) % events;
            let began = Instant::now();
            black_box(replay.state(step));
            began.elapsed()
        })
        .collect();
    let longest = visits.iter().max().expect("there are visits");
    let mean = visits.iter().sum::<Duration>() / 2000;
    println!(
        "going to any step                {:>9.3} ms, at most {:.3} ms",
        milliseconds(mean),
        milliseconds(*longest)
    );
}

/// Runs the program, and records it into `trace` if there is one.
fn run(trace: Option<&mut Vec<u8>>) -> Duration {
    let selector = Arc::new(ManualSelector::for_programs());
    let event_loop = EventLoop::new(selector.clone());
    let recorder = trace.is_some().then(|| Recorder::new(move || selector.peek()));
    if let Some(recorder) = &recorder {
        event_loop.set_observer(Some(recorder.observer()));
    }
    let began = Instant::now();
    let tasks: Vec<_> = (0..TASKS)
        .map(|number| {
            event_loop.create_task(async move {
                for _ in 0..SLEEPS {
                    sleep(f64::from(number % 7)).await?;
                }
                Ok::<_, Exception>(())
            })
        })
        .collect();
    for task in tasks {
        event_loop.run_until_complete(task).expect("sleeping cannot fail");
    }
    let elapsed = began.elapsed();
    if let (Some(trace), Some(recorder)) = (trace, recorder) {
        *trace = recorder.take();
    }
    elapsed
}

fn decode(trace: &[u8]) -> Vec<(Event, Details)> {
    let mut decoder = Decoder::at(HEADER.len());
    let mut events = Vec::new();
    while let Some(record) = decoder.next(trace).expect("it was just written") {
        if let Record::Event(event, details) = record {
            events.push((event, details));
        }
    }
    events
}

fn encode(events: &[(Event, Details)]) -> Vec<u8> {
    let mut encoder = Encoder::default();
    encoder.header();
    for (event, details) in events {
        encoder.event(*event, *details);
    }
    encoder.take()
}

/// The shortest of several tries.
fn best(mut act: impl FnMut()) -> Duration {
    let tries = (0..ROUNDS * 4).map(|_| {
        let began = Instant::now();
        act();
        began.elapsed()
    });
    tries.min().expect("there are tries")
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
