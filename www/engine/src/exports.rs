//! What `worker.js` calls.

use std::cell::RefCell;
use std::panic;
use std::sync::Once;

use asyncio101::network::{Link, LinkError};
use asyncio101::python::recording::Detail;
use asyncio101::python::remains;
use asyncio101_messages::{Clock, FromEngine, Notice, Record, ToEngine};
use rustpython_vm::{Interpreter, version};
use wasm_bindgen::prelude::*;

use crate::program::Program;
use crate::{
    bridge, check as checking, clock, console, hold, host, interpreter, network, outbox, outside, posix,
    stop, threads, trace, turns,
};

thread_local! {
    /// The interpreter for the next program.
    static NEXT: RefCell<Option<Interpreter>> = const { RefCell::new(None) };
    /// What the engine panicked with.
    static LAST_WORDS: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Builds the interpreter for the next program, so that it can start at once.
#[wasm_bindgen]
pub fn prepare() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        panic::set_hook(Box::new(|info| LAST_WORDS.set(Some(format!("The engine panicked: {info}")))))
    });
    clock::begin(Clock::Real);
    remains::let_go(&threads::kept());
    NEXT.set(Some(interpreter::build()));
}

/// Runs a program: `message` is a `ToEngine::Run`. Posts `Started`, what happens, and `Ended`.
///
/// # Errors
///
/// When `message` is something else, or its network is written in another way.
#[wasm_bindgen(jspi)]
pub fn run(message: JsValue) -> Result<(), JsValue> {
    let message = serde_wasm_bindgen::from_value(message)?;
    let ToEngine::Run { run, source, filename, arguments, clock: wanted, record, seed, network: links } =
        message
    else {
        return Err(JsError::new("run() takes a message of the type run").into());
    };
    let began = host::now();
    let clock = if host::blocking() { wanted } else { Clock::Virtual };
    clock::begin(clock);
    let links: Link = links.parse().map_err(|error: LinkError| JsError::new(&error.to_string()))?;
    network::begin(links, seed);
    outside::begin();
    outbox::begin(run);
    console::begin();
    stop::begin();
    posix::begin(&filename, &source);
    match record {
        Record::Off => {}
        Record::Loop => trace::begin(Detail::Loops, clock, seed, links, &filename, &source),
        Record::Lines => trace::begin(Detail::Lines, clock, seed, links, &filename, &source),
    }
    let next = NEXT.take().unwrap_or_else(interpreter::build);
    host::post(&FromEngine::Started { run, clock });
    if clock != wanted {
        outbox::notice(Notice::VirtualClockOnly);
    }

    let suspendable = hold::Suspendable::begin();
    let outcome = Program { source, filename, arguments, seed }.run(next);
    bridge::end();
    drop(suspendable);

    console::end();
    outbox::flush();
    trace::end();
    // To be looked at meanwhile has not made it any slower.
    host::post(&FromEngine::Ended { run, outcome, took_ms: host::now() - began - clock::held() });
    Ok(())
}

/// Checks a program: `message` is a `ToEngine::Check`. Posts `Checked`.
///
/// # Errors
///
/// When `message` is something else.
#[wasm_bindgen(jspi)]
pub fn check(message: JsValue) -> Result<(), JsValue> {
    let message = serde_wasm_bindgen::from_value(message)?;
    let ToEngine::Check { run, source, check } = message else {
        return Err(JsError::new("check() takes a message of the type check").into());
    };
    let began = host::now();
    outbox::begin(run);
    console::begin();
    stop::begin();

    let suspendable = hold::Suspendable::begin();
    let verdict = checking::judge(&source, &check, || NEXT.take());
    drop(suspendable);

    console::end();
    outbox::flush();
    host::post(&FromEngine::Checked { run, verdict, took_ms: host::now() - began - clock::held() });
    Ok(())
}

/// Runs a thread of the program's, to its end. For `host/threads.js`.
#[wasm_bindgen(jspi, js_name = runThread)]
pub fn run_thread() {
    turns::run();
}

/// Has the rest of the engine loaded. What `asyncio101-split` leaves of the engine calls this itself, before it calls what is in the
/// rest; it finds it by its name.
#[wasm_bindgen]
pub fn load_rest() {
    let began = host::now();
    host::load_rest();
    // No program has asked for it: for none does time pass meanwhile.
    clock::stand_still_for(host::now() - began);
}

/// Sends what the program has printed so far. For the worker, when the engine has died.
#[wasm_bindgen]
pub fn drain() {
    outbox::flush();
}

/// What the engine panicked with, if it has.
#[wasm_bindgen(js_name = lastWords)]
#[must_use]
pub fn last_words() -> Option<String> {
    LAST_WORDS.take()
}

/// The version of the Python language.
#[wasm_bindgen]
#[must_use]
pub fn python() -> String {
    format!("{}.{}", version::MAJOR, version::MINOR)
}
