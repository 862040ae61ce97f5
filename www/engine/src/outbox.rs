//! What leaves for the page, and when: output, put together into messages; the trace, in pieces; everything else at
//! once, behind what was printed before it.
//!
//! Nothing is kept back longer than it must: a program that prints once and then computes for a minute is never
//! heard of again until it ends, so its line has to leave at once. Only when it prints a lot are lines put together,
//! because each message costs the page more than a line costs the program.

use std::cell::RefCell;

use asyncio101::python::recording;
use asyncio101_messages::{FromEngine, Notice, Print, RunNumber, Stream};

use crate::{host, trace};

/// How many messages of output may leave in one [`WINDOW`]; what is more is put together.
const MESSAGES_PER_WINDOW: u32 = 40;
/// In milliseconds.
const WINDOW: f64 = 16.0;
/// No message gets longer than about this, in bytes.
const LONGEST_MESSAGE: usize = 1 << 16;

thread_local! {
    static OUTBOX: RefCell<Outbox> = const { RefCell::new(Outbox::new(0)) };
}

/// The outbox of one run.
#[derive(Debug)]
struct Outbox {
    run: RunNumber,
    /// What was printed and has not been sent yet, all of it to one stream, and each print apart.
    pending: Vec<Print>,
    /// How many bytes that is.
    bytes: usize,
    /// Which stream.
    stream: Stream,
    /// When the window under way began, in [`host::now`]'s milliseconds.
    window: f64,
    /// Messages of output sent in it.
    sent: u32,
}

impl Outbox {
    const fn new(run: RunNumber) -> Self {
        Self {
            run,
            pending: Vec::new(),
            bytes: 0,
            stream: Stream::Stdout,
            window: f64::NEG_INFINITY,
            sent: 0,
        }
    }

    fn print(&mut self, stream: Stream, text: &str) {
        if self.stream != stream {
            self.flush_output();
            self.stream = stream;
        }
        if !text.is_empty() {
            let step = recording::printing().and_then(|step| step.try_into().ok());
            match self.pending.last_mut() {
                Some(print) if print.step == step => print.text.push_str(text),
                _ => self.pending.push(Print { text: text.to_owned(), step }),
            }
            self.bytes += text.len();
        }
        let now = host::now();
        if now - self.window >= WINDOW {
            (self.window, self.sent) = (now, 0);
        }
        let ends_line = self.pending.last().is_some_and(|print| print.text.ends_with('\n'));
        if self.sent < MESSAGES_PER_WINDOW && ends_line || self.bytes >= LONGEST_MESSAGE {
            self.flush_output();
        }
    }

    fn flush_output(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        self.sent += 1;
        self.bytes = 0;
        let prints = std::mem::take(&mut self.pending);
        host::post(&FromEngine::Output { run: self.run, stream: self.stream, prints });
    }

    fn post_trace(&self, bytes: Vec<u8>) {
        if !bytes.is_empty() {
            host::post(&FromEngine::Trace { run: self.run, bytes });
        }
    }
}

/// Gives a run that begins an outbox of its own.
pub(crate) fn begin(run: RunNumber) {
    OUTBOX.set(Outbox::new(run));
}

/// Takes what the program printed to `stream`: whole characters, perhaps none.
pub(crate) fn print(stream: Stream, text: &str) {
    OUTBOX.with_borrow_mut(|outbox| outbox.print(stream, text));
}

/// Sends what was printed.
pub(crate) fn flush_output() {
    OUTBOX.with_borrow_mut(Outbox::flush_output);
}

/// Sends what was printed and recorded, before the program waits for something.
pub(crate) fn flush() {
    flush_output();
    flush_trace();
}

/// Sends what was recorded.
pub(crate) fn flush_trace() {
    OUTBOX.with_borrow(|outbox| outbox.post_trace(trace::take()));
}

/// Sends what was recorded while the program is busy, perhaps with printing a line.
pub(crate) fn flush_trace_of_whole_lines() {
    OUTBOX.with_borrow(|outbox| outbox.post_trace(trace::take_whole_lines()));
}

/// Tells the page something about the run under way, behind what it has printed.
pub(crate) fn post(message: impl FnOnce(RunNumber) -> FromEngine) {
    OUTBOX.with_borrow_mut(|outbox| {
        outbox.flush_output();
        host::post(&message(outbox.run));
    });
}

/// Tells the user something that the program did not print.
pub(crate) fn notice(notice: Notice) {
    post(|run| FromEngine::Notice { run, notice });
}
