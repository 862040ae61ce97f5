//! The program's standard streams: what it prints goes to the page in messages, what it reads comes from
//! there line by line.
//!
//! These are the *bytes* under `sys.stdout`, `sys.stderr` and `sys.stdin` (file descriptors 1, 2 and 0; see
//! `posix.rs`). Nothing is kept back longer than it must: a program that prints once and then computes for a
//! minute is never heard of again until it ends, so its line has to leave at once. Only when it prints a lot
//! are pieces put together, because each message costs the page more than a line costs the program.

use std::cell::RefCell;

use asyncio101_messages::{FromEngine, Notice, RunNumber, Stream};
use rustpython_vm::{PyResult, VirtualMachine};

use crate::{host, interrupts};

/// How many messages of output may leave in one [`WINDOW`]; what is more is put together.
const MESSAGES_PER_WINDOW: u32 = 40;
/// In milliseconds.
const WINDOW: f64 = 16.0;
/// No message gets longer than about this, in bytes.
const LONGEST_PIECE: usize = 1 << 16;

thread_local! {
    static CONSOLE: RefCell<Console> = const { RefCell::new(Console::new(0)) };
}

/// The console of one run.
#[derive(Debug)]
struct Console {
    run: RunNumber,
    /// What has not been sent yet, all of it for one stream.
    pending: String,
    /// Which.
    stream: Stream,
    /// The first bytes of a character whose last ones are yet to be printed, on stdout and on stderr.
    unfinished: [Vec<u8>; 2],
    /// When the window under way began, in [`host::now`]'s milliseconds.
    window: f64,
    /// Messages sent in it.
    sent: u32,
    /// What was typed and has not been read yet.
    typed: Vec<u8>,
    /// Whether input has come to its end. A program may read on and be told so again.
    end_of_input: bool,
}

impl Console {
    const fn new(run: RunNumber) -> Self {
        Self {
            run,
            pending: String::new(),
            stream: Stream::Stdout,
            unfinished: [const { Vec::new() }; 2],
            window: f64::NEG_INFINITY,
            sent: 0,
            typed: Vec::new(),
            end_of_input: false,
        }
    }

    fn write(&mut self, stream: Stream, bytes: &[u8]) {
        if self.stream != stream {
            self.flush();
            self.stream = stream;
        }
        let mut unfinished = std::mem::take(&mut self.unfinished[stream as usize]);
        if unfinished.is_empty() {
            self.unfinished[stream as usize] = decode(bytes, &mut self.pending);
        } else {
            unfinished.extend_from_slice(bytes);
            self.unfinished[stream as usize] = decode(&unfinished, &mut self.pending);
        }
        let now = host::now();
        if now - self.window >= WINDOW {
            (self.window, self.sent) = (now, 0);
        }
        if self.sent < MESSAGES_PER_WINDOW && self.pending.ends_with('\n')
            || self.pending.len() >= LONGEST_PIECE
        {
            self.flush();
        }
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        self.sent += 1;
        let text = std::mem::take(&mut self.pending);
        host::post(&FromEngine::Output { run: self.run, stream: self.stream, text });
    }
}

/// Appends the characters in `bytes` to `text`; returns the bytes at the end that are only the beginning of
/// one. Bytes that cannot be part of any character show as U+FFFD.
fn decode(bytes: &[u8], text: &mut String) -> Vec<u8> {
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        text.push_str(chunk.valid());
        if chunk.invalid().is_empty() {
            continue;
        }
        let cut_off = chunks.peek().is_none()
            && std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
        if cut_off {
            return chunk.invalid().to_vec();
        }
        text.push(char::REPLACEMENT_CHARACTER);
    }
    Vec::new()
}

/// Gives a run that begins a console of its own.
pub(crate) fn begin(run: RunNumber) {
    CONSOLE.set(Console::new(run));
}

/// Prints.
///
/// # Errors
///
/// What a signal handler raised: a program that prints without end can be stopped here.
pub(crate) fn write(stream: Stream, bytes: &[u8], vm: &VirtualMachine) -> PyResult<()> {
    CONSOLE.with_borrow_mut(|console| console.write(stream, bytes));
    interrupts::turn(vm)
}

/// Sends what has not been sent.
pub(crate) fn flush() {
    CONSOLE.with_borrow_mut(Console::flush);
}

/// Sends what has not been sent, characters that never came to their end included.
pub(crate) fn end() {
    CONSOLE.with_borrow_mut(|console| {
        for (index, stream) in [(0, Stream::Stdout), (1, Stream::Stderr)] {
            if !std::mem::take(&mut console.unfinished[index]).is_empty() {
                console.write(stream, "\u{fffd}".as_bytes());
            }
        }
        console.flush();
    });
}

/// Reads at most `size` bytes, at most to the end of a line; none is the end of the file. Waits for them.
///
/// # Errors
///
/// What a signal handler raised while it waited. `OSError` if it would have to wait in a browser that cannot.
pub(crate) fn read(size: usize, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
    let mut asked = false;
    loop {
        let read = CONSOLE.with_borrow_mut(|console| {
            let line =
                console.typed.iter().position(|byte| *byte == b'\n').map_or(console.typed.len(), |at| at + 1);
            console.typed.drain(..line.min(size)).collect::<Vec<_>>()
        });
        if !read.is_empty() || size == 0 {
            return Ok(read);
        }
        match host::take_line() {
            host::Line::Text(line) => CONSOLE.with_borrow_mut(|console| {
                console.typed.extend_from_slice(line.as_bytes());
                console.typed.push(b'\n');
            }),
            host::Line::EndOfFile => CONSOLE.with_borrow_mut(|console| console.end_of_input = true),
            host::Line::None => {
                if CONSOLE.with_borrow(|console| console.end_of_input) {
                    return Ok(Vec::new());
                }
                flush();
                crate::trace::flush();
                if !host::may_suspend() {
                    let message =
                        "this browser cannot wait for input (it has no JavaScript Promise Integration)";
                    return Err(vm.new_os_error(message));
                }
                if !std::mem::replace(&mut asked, true) {
                    host::post(&FromEngine::InputWanted { run: CONSOLE.with_borrow(|console| console.run) });
                }
                host::wait_for_input();
                interrupts::check(vm)?;
                // Nothing else will wake it.
                interrupts::insist(vm)?;
            }
        }
    }
}

/// Tells the user something that the program did not print.
pub(crate) fn notice(notice: Notice) {
    flush();
    host::post(&FromEngine::Notice { run: CONSOLE.with_borrow(|console| console.run), notice });
}
