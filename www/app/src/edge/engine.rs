//! The engine's Web Worker: started, spoken to, listened to, replaced.
//!
//! A program can print far faster than a page can draw. What the worker says is collected and handed on once
//! per frame; a page in the background has no frames, so a timer stands in.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use asyncio101_messages::{FromEngine, RunNumber, ToEngine};
use gloo::events::EventListener;
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use serde::Serialize as _;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::Callback;

use super::document;
use crate::rules::page::Action;

/// Where the worker's script is, seen from the page.
const SCRIPT: &str = "./engine/worker.js";
/// How long a program has to stop by itself.
///
/// The first one that is stopped in a visit takes about a second, on an idle machine with two cores: the modules that print
/// its traceback are fetched and made ready then. Later ones take a third of that.
const GRACE_MS: u32 = 4_000;
/// When to hand on messages without a frame.
const NO_FRAME_MS: u32 = 250;

/// The engine, as long as the page lives.
pub(crate) struct Host {
    dispatch: Callback<Action>,
    worker: RefCell<Option<RunningWorker>>,
    /// When the latest run was sent.
    started_at: Cell<f64>,
    /// Runs out when a program has had its time to stop.
    grace: RefCell<Option<Timeout>>,
}

/// A worker and what listens to it. Dropping it ends both, and what it said but was not yet heard is lost.
struct RunningWorker {
    worker: Worker,
    mailbox: Rc<Mailbox>,
    _listeners: [EventListener; 2],
}

impl Drop for RunningWorker {
    fn drop(&mut self) {
        self.worker.terminate();
        self.mailbox.close();
    }
}

impl Host {
    /// Starts the first engine.
    pub(crate) fn start(dispatch: Callback<Action>) -> Host {
        let host = Host::absent(dispatch);
        host.replace();
        host
    }

    /// Starts none before one is wanted: a page may never need any.
    pub(crate) fn absent(dispatch: Callback<Action>) -> Host {
        Host { dispatch, worker: RefCell::default(), started_at: Cell::default(), grace: RefCell::default() }
    }

    /// Ends the engine, if there is one, and starts another.
    pub(crate) fn replace(&self) {
        self.grace.take();
        // The old worker first: it may hold all the memory there is.
        self.worker.take();
        match start_worker(&self.dispatch) {
            Ok(worker) => {
                self.worker.replace(Some(worker));
            }
            Err(error) => self.dispatch.emit(Action::EngineFailed { reason: describe(&error) }),
        }
    }

    /// Sends a message.
    pub(crate) fn post(&self, message: &ToEngine) {
        if let ToEngine::Run { .. } = message {
            self.started_at.set(document::now());
        }
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        let message = message.serialize(&serializer).expect("messages are plain objects");
        if let Some(running) = &*self.worker.borrow() {
            running.worker.post_message(&message).expect("plain objects can be cloned");
        }
    }

    /// Gives a program that was told to stop its time.
    pub(crate) fn await_stop(&self, run: RunNumber) {
        let (dispatch, started_at) = (self.dispatch.clone(), self.started_at.get());
        let overdue =
            move || dispatch.emit(Action::StopOverdue { run, took_ms: document::now() - started_at });
        self.grace.replace(Some(Timeout::new(GRACE_MS, overdue)));
    }
}

/// Starts a worker that reports to the page.
fn start_worker(dispatch: &Callback<Action>) -> Result<RunningWorker, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(SCRIPT, &options)?;
    let mailbox = Rc::new(Mailbox { dispatch: dispatch.clone(), ..Mailbox::default() });
    let (letters, failed) = (mailbox.clone(), dispatch.clone());
    let listeners = [
        EventListener::new(&worker, "message", move |event| {
            let data = event.unchecked_ref::<MessageEvent>().data();
            match serde_wasm_bindgen::from_value(data) {
                Ok(message) => letters.put(message),
                Err(error) => letters.dispatch.emit(Action::EngineFailed { reason: error.to_string() }),
            }
        }),
        // A script that cannot be loaded says nothing about itself, so its name has to do.
        EventListener::new(&worker, "error", move |event| {
            let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
            let reason = message.filter(|message| !message.is_empty()).unwrap_or_else(|| SCRIPT.to_owned());
            failed.emit(Action::EngineFailed { reason });
        }),
    ];
    Ok(RunningWorker { worker, mailbox, _listeners: listeners })
}

/// What a thrown value says about itself.
fn describe(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| SCRIPT.to_owned(), |error| error.message().into())
}

/// Messages on their way to the page.
#[derive(Default)]
struct Mailbox {
    dispatch: Callback<Action>,
    messages: RefCell<Vec<FromEngine>>,
    delivery: RefCell<Option<(AnimationFrame, Timeout)>>,
}

impl Mailbox {
    /// Takes a message in, to be delivered with the next frame.
    fn put(self: &Rc<Self>, message: FromEngine) {
        self.messages.borrow_mut().push(message);
        self.delivery.borrow_mut().get_or_insert_with(|| {
            let (drawn, waited) = (self.clone(), self.clone());
            (
                request_animation_frame(move |_| drawn.deliver()),
                Timeout::new(NO_FRAME_MS, move || waited.deliver()),
            )
        });
    }

    /// Throws everything away.
    fn close(&self) {
        self.delivery.take();
        self.messages.take();
    }

    /// Hands everything on.
    fn deliver(&self) {
        // Dropping the frame and the timer takes back whichever did not come.
        self.delivery.take();
        let messages = self.messages.take();
        if !messages.is_empty() {
            self.dispatch.emit(Action::FromEngine(messages));
        }
    }
}
