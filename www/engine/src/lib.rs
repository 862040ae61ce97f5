//! The tab: Python and the scheduler core in a Web Worker.
//!
//! `worker.js` loads this module, calls [`prepare`] and then [`run`], or [`check`](fn@check), for each program the page sends; what the
//! program does reaches the page as messages (`asyncio101-messages`). A run is one call that blocks: where it
//! has to wait, the WebAssembly stack is suspended (JavaScript Promise Integration) and the worker looks at its
//! messages, which `host/page.js` notes down for the run to find. Where a browser cannot suspend, a program runs on
//! a virtual clock, on which no wait takes time.
//!
//! | file | what it is |
//! | --- | --- |
//! | `selector.rs`, `platform.rs`, `clock.rs` | the seam to the core: waiting and time |
//! | `network.rs` | the sockets of a run: they are in the tab |
//! | `bridge.rs` | how some of them lead out of it |
//! | `outside.rs`, `websocket.rs` | what comes from outside the tab, as sources; the browser's WebSockets |
//! | `host.rs` (and `host/*.js`, `worker.js`) | everything that reaches JavaScript, bound |
//! | `hold.rs`, `attention.rs` | when a run stands still; how a program that computes gives way |
//! | `stop.rs`, `signals.rs` | Stop as SIGINT; the `_signal` module |
//! | `turns.rs`, `preempt.rs`, `threads.rs` (and `threads/`) | the threads of a program take turns in the tab's one; `_thread` |
//! | `console.rs`, `trace.rs` | standard output, error and input; what the loop view shows |
//! | `outbox.rs` | what leaves for the page, and when |
//! | `descriptors.rs`, `filesystem.rs`, `errno.rs` | the numbers of what is open, files in memory, error numbers |
//! | `posix.rs` | the `posix` module on top of them |
//! | `library.rs` (and `library/`) | the standard library, module by module |
//! | `interpreter.rs`, `settings.rs`, `program.rs` | an interpreter per program, and its run |
//! | `check.rs` | a program that is checked for a chapter of the course |
//! | `python/` | the parts written in Python, compiled with the crate |
//!
//! It is not a place for what Python's `asyncio` does: that is the core's `python` module, the same in a tab
//! and natively.

// What knows nothing of a tab is tested on the desktop.
#[cfg(any(target_arch = "wasm32", test))]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "the tests need not use all of it"))]
mod descriptors;
#[cfg(any(target_arch = "wasm32", test))]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "the tests need not use all of it"))]
mod errno;
#[cfg(any(target_arch = "wasm32", test))]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "the tests need not use all of it"))]
mod filesystem;

#[cfg(target_arch = "wasm32")]
mod attention;
#[cfg(target_arch = "wasm32")]
mod bridge;
#[cfg(target_arch = "wasm32")]
mod check;
#[cfg(target_arch = "wasm32")]
mod clock;
#[cfg(target_arch = "wasm32")]
mod console;
#[cfg(target_arch = "wasm32")]
#[expect(deprecated, reason = "how wasm-bindgen says that its JSPI support may still change")]
mod exports;
#[cfg(target_arch = "wasm32")]
mod hold;
#[cfg(target_arch = "wasm32")]
#[expect(deprecated, reason = "how wasm-bindgen says that its JSPI support may still change")]
mod host;
#[cfg(target_arch = "wasm32")]
mod interpreter;
#[cfg(target_arch = "wasm32")]
mod library;
#[cfg(target_arch = "wasm32")]
mod network;
#[cfg(target_arch = "wasm32")]
mod outbox;
#[cfg(target_arch = "wasm32")]
mod outside;
#[cfg(target_arch = "wasm32")]
mod platform;
#[cfg(target_arch = "wasm32")]
mod posix;
#[cfg(target_arch = "wasm32")]
mod preempt;
#[cfg(target_arch = "wasm32")]
mod program;
#[cfg(target_arch = "wasm32")]
mod selector;
#[cfg(target_arch = "wasm32")]
mod settings;
#[cfg(target_arch = "wasm32")]
mod signals;
#[cfg(target_arch = "wasm32")]
mod stop;
#[cfg(target_arch = "wasm32")]
mod threads;
#[cfg(target_arch = "wasm32")]
mod trace;
#[cfg(target_arch = "wasm32")]
mod turns;
#[cfg(target_arch = "wasm32")]
mod websocket;

#[cfg(target_arch = "wasm32")]
pub use exports::{check, drain, last_words, load_rest, prepare, python, run, run_thread};
