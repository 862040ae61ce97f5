//! What the worker offers: the functions of `host.js`, and where a run stands with them.
//!
//! Everything that reaches JavaScript goes through here. The functions that *suspend* the run (JavaScript
//! Promise Integration) may only be called while a program runs in a browser that can do it, which is what
//! [`may_suspend`] says: a suspending import needs a promising export below it and no JavaScript in between.

use std::cell::Cell;

use asyncio101_messages::FromEngine;
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = asyncio101, js_name = post)]
    fn post_value(message: JsValue);

    /// Whether this browser can suspend WebAssembly.
    #[wasm_bindgen(js_namespace = asyncio101)]
    pub(crate) fn blocking() -> bool;

    /// Milliseconds since the worker began. Browsers round this: to 0.1 ms, some to 1 ms.
    #[wasm_bindgen(js_namespace = asyncio101)]
    pub(crate) fn now() -> f64;

    /// Milliseconds since 1970.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = wallClock)]
    pub(crate) fn wall_clock() -> f64;

    #[wasm_bindgen(js_namespace = asyncio101, js_name = wait, suspending)]
    fn suspend_for(milliseconds: f64) -> bool;

    #[wasm_bindgen(js_namespace = asyncio101, js_name = waitForInput, suspending)]
    fn suspend_for_input();

    #[wasm_bindgen(js_namespace = asyncio101, js_name = turn, suspending)]
    fn suspend_for_a_turn();

    /// Whether the page wants the run held.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = isPaused)]
    fn is_paused() -> bool;

    /// Whether it wants it held in the middle of a turn, too.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = isPausedWithin)]
    fn is_paused_within() -> bool;

    #[wasm_bindgen(js_namespace = asyncio101, js_name = waitWhilePaused, suspending)]
    fn suspend_while_paused(line: Option<u32>);

    /// Whether a wait is to be jumped over; says so once.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = takeJump)]
    pub(crate) fn take_jump() -> bool;

    /// Whether Stop was asked for; says so once.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = takeInterrupt)]
    pub(crate) fn take_interrupt() -> bool;

    /// A string; null at the end of the file; undefined if no line is there.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = takeLine)]
    fn take_line_value() -> JsValue;

    #[wasm_bindgen(js_namespace = asyncio101, js_name = libraryFile)]
    fn library_file_value(name: &str) -> JsValue;

    /// Fills `bytes` from the browser's own source of randomness.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = fillWithRandom)]
    pub(crate) fn fill_with_random(bytes: &mut [u8]);
}

thread_local! {
    /// Whether a program runs under a promising export.
    static SUSPENDABLE: Cell<bool> = const { Cell::new(false) };
    /// When the run was last suspended, in [`now`]'s milliseconds.
    static LAST_TURN: Cell<f64> = const { Cell::new(0.0) };
    /// Whether the page wants the run held wherever it is: news comes only while the run is suspended.
    static MAY_BE_PAUSED: Cell<bool> = const { Cell::new(false) };
}

/// How long a program may keep the worker from looking at its messages, in milliseconds, as far as that is
/// in our hands: a page that redraws 60 times a second does not notice.
const BUDGET: f64 = 12.0;

/// While it lives, the run may be suspended, if this browser can.
#[must_use = "suspending ends when this is dropped"]
pub(crate) struct Suspendable;

impl Suspendable {
    pub(crate) fn begin() -> Self {
        SUSPENDABLE.set(blocking());
        resumed();
        Self
    }
}

impl Drop for Suspendable {
    fn drop(&mut self) {
        SUSPENDABLE.set(false);
    }
}

/// The run was suspended, and goes on.
fn resumed() {
    LAST_TURN.set(now());
    let in_loop = asyncio101::python::recording::runs_loop();
    MAY_BE_PAUSED.set(is_paused_within() || is_paused() && !in_loop);
}

/// Whether waiting is possible now.
pub(crate) fn may_suspend() -> bool {
    SUSPENDABLE.get()
}

/// Suspends the run for `milliseconds` ([`f64::INFINITY`]: until woken), or until the page says something; whether
/// it wants the rest of the wait jumped over.
pub(crate) fn wait(milliseconds: f64) -> bool {
    debug_assert!(may_suspend());
    let jumps = suspend_for(milliseconds);
    resumed();
    jumps
}

/// Suspends the run until [`take_line`] gives a line, or Stop was asked for.
pub(crate) fn wait_for_input() {
    debug_assert!(may_suspend());
    suspend_for_input();
    resumed();
}

/// Lets the worker look at its messages if it has not for a while; whether it did.
pub(crate) fn turn_if_due() -> bool {
    if !may_suspend() || now() - LAST_TURN.get() < BUDGET {
        return false;
    }
    suspend_for_a_turn();
    resumed();
    true
}

/// Whether the page may want the run held wherever it is: a quick look.
pub(crate) fn may_be_paused() -> bool {
    MAY_BE_PAUSED.get()
}

/// Between two turns of a loop: holds the run for as long as the page wants it held.
pub(crate) fn hold_if_paused() {
    if may_suspend() && is_paused() {
        crate::console::flush();
        crate::trace::flush();
        hold(None);
    }
}

/// Holds the run. Its clock stands still meanwhile: nobody who looks at a program for a minute wants its timeouts to
/// run out.
fn hold(line: Option<u32>) {
    let began = now();
    suspend_while_paused(line);
    crate::clock::stand_still_for(now() - began);
    resumed();
}

/// In the middle of a turn, or where no loop runs: holds the run for as long as the page wants it held there; whether
/// it did.
pub(crate) fn hold_if_paused_within(in_loop: bool) -> bool {
    let holds = may_suspend() && may_be_paused() && is_paused() && (is_paused_within() || !in_loop);
    if holds {
        crate::console::flush();
        crate::trace::flush_whole_lines();
        hold(asyncio101::python::recording::line());
    }
    holds
}

/// A line of input.
pub(crate) enum Line {
    /// Nothing was sent yet.
    None,
    /// There will be no more.
    EndOfFile,
    /// Without its newline.
    Text(String),
}

/// The next line that was sent.
pub(crate) fn take_line() -> Line {
    let value = take_line_value();
    if value.is_undefined() { Line::None } else { value.as_string().map_or(Line::EndOfFile, Line::Text) }
}

/// A file of the standard library.
///
/// # Errors
///
/// Why it cannot be had, in one line.
pub(crate) fn library_file(name: &str) -> Result<Vec<u8>, String> {
    let value = library_file_value(name);
    if let Some(reason) = value.as_string() {
        return Err(reason);
    }
    Ok(js_sys::Uint8Array::new(&value).to_vec())
}

/// Sends a message to the page.
pub(crate) fn post(message: &FromEngine) {
    // Options that are `None` and absent fields are left out, as the messages promise.
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    let value = message.serialize(&serializer).expect("every message can be told in JavaScript");
    post_value(value);
}
