//! What a loop reports of a Python program: the same list, event by event, as of its Rust twin in `tests/trace.rs`.

mod common;
#[path = "../../tests/support/told.rs"]
mod told;

use std::time::Duration;

use asyncio101::selector::{Time, Timeout};
use asyncio101::trace::{Cause, Event};
use common::Desk;

/// What the loop of a program reports. Its clock moves by a nanosecond whenever somebody looks at it, and its sources are
/// the system's file descriptors: times are rounded to milliseconds, and the one source is called as in the lists.
fn reported(program: &str) -> Vec<Event> {
    let desk = Desk::with(program);
    let ended = desk.record("main.trace");
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    let replay = desk.replay();
    let events = (1..=replay.len()).filter_map(|step| replay.event(step)).map(|(event, _)| event);
    events.filter(is_of_loops).map(rounded).collect()
}

/// Not what only Python has to tell, exceptions, modules, generators, and not what its sockets do.
fn is_of_loops(event: &Event) -> bool {
    !matches!(
        event,
        Event::Raised | Event::Loaded(_) | Event::Generator(..) | Event::Busy(_) | Event::Socket(..)
    )
}

fn rounded(event: Event) -> Event {
    let round = |Time(time)| Time((time * 1e3).round() / 1e3);
    match event {
        Event::Later(handle, time) => Event::Later(handle, round(time)),
        Event::Sleeps(handle, time, future) => Event::Sleeps(handle, round(time), future),
        Event::Selecting(Timeout::After(wait)) => {
            let milliseconds = (wait.as_secs_f64() * 1e3).round() as u64;
            Event::Selecting(Timeout::After(Duration::from_millis(milliseconds)))
        }
        Event::Watching(_, interest) => Event::Watching(told::SOURCE, interest),
        Event::Soon(handle, Cause::Readable(_)) => Event::Soon(handle, Cause::Readable(told::SOURCE)),
        other => other,
    }
}

#[test]
fn task_that_sleeps() {
    let program = "\
import asyncio

async def sleeper():
    await asyncio.sleep(0)
    await asyncio.sleep(2)

loop = asyncio.new_event_loop()
loop.run_until_complete(loop.create_task(sleeper()))
loop.close()
";
    assert_eq!(reported(program), told::task_that_sleeps());
}

#[test]
fn callback_that_fails() {
    let program = "\
import asyncio

def fail():
    raise RuntimeError('on purpose')

loop = asyncio.new_event_loop()
loop.set_exception_handler(lambda loop, context: loop.call_soon(int))
loop.call_soon(fail)
loop.call_soon(loop.stop)
loop.run_forever()
loop.close()
";
    assert_eq!(reported(program), told::callback_that_fails());
}

#[test]
fn callback_that_is_slow() {
    let program = "\
import asyncio
import logging

class Complaints(logging.Handler):
    is_first = True

    def emit(self, record):
        if self.is_first:
            self.is_first = False
            loop.call_soon(int)

logging.getLogger('asyncio').addHandler(Complaints())
loop = asyncio.new_event_loop()
loop.set_debug(True)
loop.slow_callback_duration = 0
loop.call_soon(int)
loop.call_soon(loop.stop)
loop.run_forever()
loop.close()
";
    assert_eq!(reported(program), told::callback_that_is_slow());
}

#[test]
fn reader_that_runs_twice() {
    let program = "\
import asyncio
import socket

here, there = socket.socketpair()
there.send(b'x')
is_first = True

def read():
    global is_first
    if is_first:
        is_first = False
    else:
        loop.stop()
        loop.remove_reader(here)

loop = asyncio.new_event_loop()
loop.add_reader(here, read)
loop.run_forever()
loop.close()
here.close()
there.close()
";
    assert_eq!(reported(program), told::reader_that_runs_twice());
}

#[test]
fn what_is_cancelled() {
    let program = "\
import asyncio

async def wait(future):
    await future

def end():
    has_run.cancel()
    loop.stop()

loop = asyncio.new_event_loop()
future = loop.create_future()
task = loop.create_task(wait(future))
loop.call_soon(future.cancel)
has_run = loop.call_at(1, int)
loop.call_at(2, int).cancel()
loop.call_at(3, end)
loop.run_forever()
loop.close()
";
    assert_eq!(reported(program), told::what_is_cancelled());
}

/// A reader whose handle was cancelled, but not taken away, is ready for as long as nobody reads: it is given up instead
/// of waking the loop again and again, as in CPython's `_process_events`.
#[test]
fn reader_that_is_cancelled_but_not_removed_wakes_the_loop_once() {
    let program = "\
import asyncio
import socket

here, there = socket.socketpair()
there.send(b'x')
loop = asyncio.new_event_loop()
loop._add_reader(here, print, 'never').cancel()
loop.call_later(0.1, loop.stop)
loop.run_forever()
loop.close()
here.close()
there.close()
";
    let events = reported(program);
    let turns = events.iter().filter(|event| matches!(event, Event::Selecting(_))).count();
    assert_eq!(turns, 2, "one ends as the socket is ready, one as the time is up: {events:#?}");
}
