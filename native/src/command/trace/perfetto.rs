//! A trace in the [trace event format], which Perfetto and Chrome's `about:tracing` open: a lane for the loop, one
//! for callbacks that are no task's, and one for each task.
//!
//! [trace event format]: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU

use asyncio101::replay::Replay;
use asyncio101::replay::fact::Fact;
use asyncio101::replay::say::english;
use asyncio101::selector::Timeout;
use asyncio101::trace::{Cause, Event, Stream};
use serde_json::{Value, json};

/// The lane of the loop itself.
const LOOP: u64 = 0;
/// The lane of callbacks that are no task's step.
const CALLBACKS: u64 = 1;
/// The first task's lane.
const TASKS: u64 = 2;

/// The whole trace as JSON.
pub(super) fn export(replay: &Replay) -> Vec<u8> {
    let mut events = vec![lane(0, LOOP, "event loop"), lane(0, CALLBACKS, "callbacks")];
    for task in replay.tasks() {
        events.push(lane(task.id.0, TASKS + task.id.1.0, &english::name(&replay.name(task.id.0, task.id.1))));
    }
    let mut selecting = None;
    let mut running = None;
    for moment in replay.walk(1..=replay.len()) {
        let (in_loop, clock) = (moment.before.current, moment.before.clock);
        match moment.event {
            Event::Selecting(timeout) if timeout != Timeout::Now => selecting = Some(clock),
            Event::Selected(_) => {
                if let Some(from) = selecting.take() {
                    events.push(slice(in_loop, LOOP, "select", from, clock, moment.step));
                }
            }
            Event::Began(handle) => {
                let name = match replay.statement(&moment).fact {
                    Fact::Runs { callee, .. } => english::called(&callee),
                    _ => String::new(),
                };
                running = Some((handle, name, clock, moment.step));
            }
            Event::Ended(_) => {
                if let Some((handle, callback, from, step)) = running.take() {
                    let record = replay.handle(in_loop, handle);
                    let (tid, name) = match record.map(|record| record.cause) {
                        Some(Cause::Step(task) | Cause::WakeUp(task, _)) => {
                            (TASKS + task.0, english::name(&replay.name(in_loop, task)))
                        }
                        _ => (CALLBACKS, callback),
                    };
                    events.push(slice(in_loop, tid, &name, from, clock, step));
                    // An arrow from what made it ready.
                    if let Some(record) = record
                        && let Some(by) = record.by_task
                    {
                        let mut arrow = |phase: &str, tid: u64, at: u64| {
                            events.push(json!({
                                "ph": phase, "bp": "e", "id": step, "cat": "wake", "name": "made ready",
                                "pid": in_loop, "tid": tid, "ts": micros(at),
                            }));
                        };
                        arrow("s", TASKS + by.0, replay.clock(record.scheduled));
                        arrow("f", tid, from);
                    }
                }
            }
            Event::Printed(stream) => events.push(json!({
                "ph": "i", "s": "t", "pid": in_loop, "ts": micros(clock),
                "tid": moment.before.loop_at_work().and_then(|(_, event_loop)| event_loop.current_task()).map_or(LOOP, |task| TASKS + task.0),
                "name": format!("{}: {}", if stream == Stream::Stdout { "print" } else { "stderr" }, replay.names().text(moment.details.text).trim_end()),
                "args": {"step": moment.step},
            })),
            _ => {}
        }
    }
    serde_json::to_vec(&json!({"traceEvents": events, "displayTimeUnit": "ns"}))
        .expect("strings and numbers can be written")
}

fn lane(pid: usize, tid: u64, name: &str) -> Value {
    json!({"ph": "M", "name": "thread_name", "pid": pid, "tid": tid, "args": {"name": name}})
}

fn slice(pid: usize, tid: u64, name: &str, from: u64, to: u64, step: usize) -> Value {
    json!({
        "ph": "X", "pid": pid, "tid": tid, "name": name, "ts": micros(from), "dur": micros(to - from),
        "args": {"step": step},
    })
}

/// The format counts in microseconds.
fn micros(nanoseconds: u64) -> f64 {
    nanoseconds as f64 / 1e3
}
