//! What JavaScript offers, bound: the browser's own functions and those of `host/*.js`. Nothing is decided here.
//!
//! Everything that reaches JavaScript goes through here. The functions that *suspend* the run (JavaScript
//! Promise Integration) may only be called where [`may_suspend`](crate::hold::may_suspend) allows it: a suspending
//! import needs a promising export below it and no JavaScript in between.

use asyncio101_messages::FromEngine;
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Milliseconds since the worker began. Browsers round this: to 0.1 ms, some to 1 ms.
    #[wasm_bindgen(js_namespace = performance)]
    pub(crate) fn now() -> f64;

    /// When the worker began, in milliseconds since 1970.
    #[wasm_bindgen(thread_local_v2, js_namespace = performance, js_name = timeOrigin)]
    static TIME_ORIGIN: f64;

    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(bytes: &mut [u8]);

    /// Writes a line to the browser's own console, which no user of the page looks at.
    #[wasm_bindgen(js_namespace = console, js_name = log)]
    pub(crate) fn log(line: &str);
}

// host/wait.js
#[wasm_bindgen]
extern "C" {
    /// Whether this browser can suspend WebAssembly.
    #[wasm_bindgen(js_namespace = asyncio101)]
    pub(crate) fn blocking() -> bool;

    /// For so many milliseconds ([`f64::INFINITY`]: until woken), or until the page says something; whether the rest
    /// of the wait is to be jumped over.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = wait, suspending)]
    pub(crate) fn suspend_for(milliseconds: f64) -> bool;

    /// Until [`take_line`] gives a line, or Stop was asked for.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = waitForInput, suspending)]
    pub(crate) fn suspend_for_input();

    /// For as long as it takes the worker to look at its messages.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = hear, suspending)]
    pub(crate) fn suspend_to_hear();

    /// Until the page lets the run go on, for a while or for good, or stops it.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = waitWhilePaused, suspending)]
    pub(crate) fn suspend_while_paused();
}

// host/rest.js
#[wasm_bindgen]
extern "C" {
    /// Loads the rest of an engine that was parted. Throws if it cannot be had.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = loadRest)]
    pub(crate) fn load_rest();
}

// host/threads.js
#[wasm_bindgen]
extern "C" {
    /// Makes a thread of that number, which runs [`run_thread`](crate::exports::run_thread) when its first turn comes.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = startThread)]
    pub(crate) fn start_thread(number: u32);

    /// The thread `next` goes on once this call into WebAssembly is over.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = passTurn)]
    pub(crate) fn pass_turn(next: u32);

    /// The thread `next` goes on, and the one that asks, `me`, when its turn comes again.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = switchThread, suspending)]
    pub(crate) fn switch_thread(next: u32, me: u32);
}

// host/page.js
#[wasm_bindgen]
extern "C" {
    /// Sends a message to the page.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = post)]
    fn post_value(message: JsValue);

    /// Whether Stop was asked for; says so once.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = takeStop)]
    pub(crate) fn take_stop() -> bool;

    /// Whether the page wants the run held.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = isPaused)]
    pub(crate) fn is_paused() -> bool;

    /// Whether it wants it held in the middle of a turn, too.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = isPausedWithin)]
    pub(crate) fn is_paused_within() -> bool;

    /// Whether a wait is to be jumped over; says so once.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = takeJump)]
    pub(crate) fn take_jump() -> bool;

    /// Whether [`take_line`] would give a line.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = hasInput)]
    pub(crate) fn has_input() -> bool;

    /// A string; null at the end of the file; undefined if no line is there.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = takeLine)]
    fn take_line_value() -> JsValue;
}

// host/outside.js, host/bridge.js
#[wasm_bindgen]
extern "C" {
    /// Whether something has come from outside; says so once.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = takeNews)]
    pub(crate) fn take_news() -> bool;

    /// What the page's server says of its bridge, in JSON; nothing if it has none.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = bridgeDescription)]
    pub(crate) fn bridge_description() -> String;

    /// Opens the bridge's WebSocket, whose first message comes once it is open.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = bridgeOpen)]
    pub(crate) fn bridge_open(path: &str);

    /// Sends a message on it.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = bridgeSend)]
    pub(crate) fn bridge_send(message: &[u8]);

    #[wasm_bindgen(js_namespace = asyncio101, js_name = bridgeTake)]
    fn bridge_take_value() -> JsValue;

    /// Closes it.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = bridgeClose)]
    pub(crate) fn bridge_close();
}

// host/library.js
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = asyncio101, js_name = libraryFile)]
    fn library_file_value(name: &str) -> JsValue;
}

/// The next message that has come from the bridge, if there is one: its bytes, or that it is closed.
pub(crate) fn bridge_take() -> Option<Option<Vec<u8>>> {
    let value = bridge_take_value();
    (!value.is_undefined()).then(|| value.dyn_into::<js_sys::Uint8Array>().ok().map(|bytes| bytes.to_vec()))
}

// host/websocket.js. A number is at most 2⁵³, which JavaScript counts exactly.
#[wasm_bindgen]
extern "C" {
    /// A string says why the browser refuses it.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = openWebSocket)]
    pub(crate) fn open_websocket(number: f64, url: &str, protocols: Vec<String>) -> Option<String>;

    /// Whether anything has happened to it that was not taken.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = webSocketHasEvent)]
    pub(crate) fn websocket_has_event(number: f64) -> bool;

    /// A string, a `Uint8Array`, an array that begins with a name, or undefined.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = takeWebSocketEvent)]
    pub(crate) fn take_websocket_event(number: f64) -> JsValue;

    #[wasm_bindgen(js_namespace = asyncio101, js_name = sendWebSocketText)]
    pub(crate) fn send_websocket_text(number: f64, text: &str);

    #[wasm_bindgen(js_namespace = asyncio101, js_name = sendWebSocketBytes)]
    pub(crate) fn send_websocket_bytes(number: f64, bytes: &[u8]);

    /// How many bytes it was given that the browser has not sent.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = webSocketBufferedAmount)]
    pub(crate) fn websocket_buffered_amount(number: f64) -> f64;

    /// Begins the closing handshake.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = closeWebSocket)]
    pub(crate) fn close_websocket(number: f64, code: Option<u16>, reason: &str);

    /// Closes it, whatever it is doing, and notes nothing more.
    #[wasm_bindgen(js_namespace = asyncio101, js_name = forgetWebSocket)]
    pub(crate) fn forget_websocket(number: f64);
}

/// Milliseconds since 1970.
pub(crate) fn wall_clock() -> f64 {
    TIME_ORIGIN.with(|origin| *origin) + now()
}

/// Fills `bytes` from the browser's own source of randomness.
pub(crate) fn fill_with_random(bytes: &mut [u8]) {
    // The interface refuses more than this at a time.
    bytes.chunks_mut(65536).for_each(get_random_values);
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

/// Sends a message to the page. What is printed and recorded leaves by the [outbox](crate::outbox).
pub(crate) fn post(message: &FromEngine) {
    // Options that are `None` and absent fields are left out, as the messages promise.
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    let value = message.serialize(&serializer).expect("every message can be told in JavaScript");
    post_value(value);
}
