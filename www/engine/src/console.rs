//! The program's standard streams: what it prints goes to the page by the [outbox](outbox), what it reads comes from
//! there line by line.
//!
//! These are the *bytes* under `sys.stdout`, `sys.stderr` and `sys.stdin` (file descriptors 1, 2 and 0; see
//! `posix.rs`).

use std::cell::RefCell;

use asyncio101_messages::{FromEngine, Stream};
use rustpython_vm::{PyResult, VirtualMachine};

use crate::{attention, hold, host, outbox, stop};

thread_local! {
    static CONSOLE: RefCell<Console> = const { RefCell::new(Console::new()) };
}

/// The console of one run.
#[derive(Debug)]
struct Console {
    /// The first bytes of a character whose last ones are yet to be printed, on stdout and on stderr.
    unfinished: [Vec<u8>; 2],
    /// What was typed and has not been read yet.
    typed: Vec<u8>,
    /// Whether input has come to its end. A program may read on and be told so again.
    end_of_input: bool,
}

impl Console {
    const fn new() -> Self {
        Self { unfinished: [const { Vec::new() }; 2], typed: Vec::new(), end_of_input: false }
    }

    fn write(&mut self, stream: Stream, bytes: &[u8]) {
        let unfinished = &mut self.unfinished[stream as usize];
        if unfinished.is_empty()
            && let Ok(text) = str::from_utf8(bytes)
        {
            return outbox::print(stream, text);
        }
        unfinished.extend_from_slice(bytes);
        let mut text = String::new();
        *unfinished = decode(&std::mem::take(unfinished), &mut text);
        outbox::print(stream, &text);
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
pub(crate) fn begin() {
    CONSOLE.set(Console::new());
}

/// Prints.
///
/// # Errors
///
/// What a signal handler raised: a program that prints without end can be stopped here. `SystemExit` in a thread that has
/// outlived its program.
pub(crate) fn write(stream: Stream, bytes: &[u8], vm: &VirtualMachine) -> PyResult<()> {
    stop::check_over(vm)?;
    CONSOLE.with_borrow_mut(|console| console.write(stream, bytes));
    attention::attend(vm)
}

/// The run is over: characters that never came to their end are printed, too.
pub(crate) fn end() {
    CONSOLE.with_borrow_mut(|console| {
        for (index, stream) in [(0, Stream::Stdout), (1, Stream::Stderr)] {
            if !std::mem::take(&mut console.unfinished[index]).is_empty() {
                console.write(stream, "\u{fffd}".as_bytes());
            }
        }
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
                outbox::flush();
                if !hold::may_suspend() {
                    let message =
                        "this browser cannot wait for input (it has no JavaScript Promise Integration)";
                    return Err(vm.new_os_error(message));
                }
                if !std::mem::replace(&mut asked, true) {
                    outbox::post(|run| FromEngine::InputWanted { run });
                }
                hold::wait_for_input();
                stop::check_impatiently(vm)?;
            }
        }
    }
}
