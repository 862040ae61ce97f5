//! The engine's Web Worker: started, spoken to, listened to, replaced.
//!
//! A program can print far faster than a page can draw. What the worker says is collected and handed on once
//! per frame; a page in the background has no frames, so a timer stands in.

mod shared;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use asyncio101_messages::{FromEngine, Outcome, RunNumber, ToEngine};
use gloo::events::EventListener;
use gloo::render::{AnimationFrame, request_animation_frame};
use gloo::timers::callback::Timeout;
use serde::Serialize as _;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::Callback;

use self::shared::Shared;
use super::document;
use crate::rules::page::Action;

/// Where the worker's script is, seen from a page that does not say so itself.
const SCRIPT: &str = "./engine/worker.js";
/// How long a program has to stop by itself.
///
/// The first one that is stopped in a visit takes about a second, on an idle machine with two cores: the modules that print
/// its traceback are fetched and made ready then. Later ones take a third of that.
const GRACE_MS: u32 = 4_000;
/// When to hand on messages without a frame.
const NO_FRAME_MS: u32 = 250;

#[wasm_bindgen]
extern "C" {
    /// The same value, made of this window's classes.
    #[wasm_bindgen(catch, js_name = structuredClone)]
    fn structured_clone(value: &JsValue) -> Result<JsValue, JsValue>;
}

/// The engine, as long as the page lives. It may be one of a frame beside this one.
pub(crate) struct Host(Rc<Inner>);

struct Inner {
    dispatch: Callback<Action>,
    attached: RefCell<Option<Attached>>,
    /// The run of this page that is in the engine.
    run: Cell<Option<RunNumber>>,
    /// A run that waits until the engine is ready, or until another page's program has left it.
    next: RefCell<Option<Next>>,
    /// When the latest run was sent.
    started_at: Cell<f64>,
    /// Runs out when a program has had its time to stop.
    grace: RefCell<Option<Timeout>>,
}

/// A run that waits.
struct Next {
    run: RunNumber,
    message: JsValue,
    /// The run of another page that was in the engine when this one was wanted, and so is to make room.
    displaces: Option<RunNumber>,
}

/// An engine and what listens to it. Once this is dropped, what the engine says is not heard here.
struct Attached {
    engine: Shared,
    mailbox: Rc<Mailbox>,
    _listeners: [EventListener; 2],
    ended: Closure<dyn FnMut()>,
}

impl Drop for Attached {
    fn drop(&mut self) {
        self.engine.forget(self.ended.as_ref().unchecked_ref());
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
        Host(Rc::new(Inner {
            dispatch,
            attached: RefCell::default(),
            run: Cell::default(),
            next: RefCell::default(),
            started_at: Cell::default(),
            grace: RefCell::default(),
        }))
    }

    /// Ends the engine, if there is one, and uses another.
    pub(crate) fn replace(&self) {
        self.0.replace();
    }

    /// Sends a message.
    pub(crate) fn post(&self, message: &ToEngine) {
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        let plain = message.serialize(&serializer).expect("messages are plain objects");
        match message {
            ToEngine::Run { run, .. } | ToEngine::Check { run, .. } => {
                self.0.started_at.set(document::now());
                self.0.run.set(Some(*run));
                self.0.next.replace(Some(Next { run: *run, message: plain, displaces: None }));
                self.0.displace();
                self.0.admit();
            }
            // It has not begun: that was its end.
            ToEngine::Stop { run } if self.0.next.borrow_mut().take_if(|next| next.run == *run).is_some() => {
                self.0.run.set(None);
                let ended = FromEngine::Ended { run: *run, outcome: Outcome::Interrupted, took_ms: 0.0 };
                self.0.dispatch.emit(Action::FromEngine(vec![ended]));
            }
            _ => self.0.send(&plain),
        }
    }

    /// Gives a program that was told to stop its time.
    pub(crate) fn await_stop(&self, run: RunNumber) {
        let (dispatch, started_at) = (self.0.dispatch.clone(), self.0.started_at.get());
        let overdue =
            move || dispatch.emit(Action::StopOverdue { run, took_ms: document::now() - started_at });
        self.0.grace.replace(Some(Timeout::new(GRACE_MS, overdue)));
    }
}

impl Inner {
    /// Ends the engine, if there is one, and uses another.
    fn replace(self: &Rc<Self>) {
        self.grace.take();
        // The old worker first: it may hold all the memory there is.
        let old = self.attached.take().map(|attached| attached.engine.clone());
        if let Some(old) = old {
            old.end();
        }
        self.attach();
    }

    /// Uses the engine there is, which the page's first script may have started, or starts one.
    fn attach(self: &Rc<Self>) {
        let engine = match Shared::find() {
            Some(engine) => engine,
            None => match start_worker() {
                Ok(worker) => Shared::publish(&worker),
                Err(error) => return self.dispatch.emit(Action::EngineFailed { reason: describe(&error) }),
            },
        };
        let mailbox = Rc::new(Mailbox { dispatch: self.dispatch.clone(), ..Mailbox::default() });
        let (hearing, failing, ending) = (self.clone(), self.clone(), self.clone());
        let worker = engine.worker();
        let listeners = [
            EventListener::new(&worker, "message", move |event| {
                hearing.hear(event.unchecked_ref::<MessageEvent>().data());
            }),
            // A script that cannot be loaded says nothing about itself, so its name has to do.
            EventListener::new(&worker, "error", move |event| {
                let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message);
                let reason = message.filter(|message| !message.is_empty()).unwrap_or_else(script);
                failing.fail(reason);
            }),
        ];
        let ended = Closure::<dyn FnMut()>::new(move || ending.fail("another program needed it".to_owned()));
        engine.on_end(ended.as_ref().unchecked_ref());
        let (early, ready) = (engine.early(), engine.ready());
        self.attached.replace(Some(Attached { engine, mailbox, _listeners: listeners, ended }));
        for said in [early, ready] {
            if said.is_object() {
                self.hear(said);
            }
        }
    }

    /// A program of another page that is in the engine is stopped: of all on a host's page, one runs, the one that was
    /// started last.
    fn displace(self: &Rc<Self>) {
        let other =
            self.attached.borrow().as_ref().filter(|it| it.engine.is_alive()).and_then(|it| it.engine.run());
        let Some(other) = other else { return };
        if let Some(next) = &mut *self.next.borrow_mut() {
            next.displaces = Some(other);
        }
        let serializer = serde_wasm_bindgen::Serializer::json_compatible();
        let stop = ToEngine::Stop { run: other }.serialize(&serializer);
        self.send(&stop.expect("messages are plain objects"));
        let host = self.clone();
        self.grace.replace(Some(Timeout::new(GRACE_MS, move || host.replace())));
    }

    /// Lets the run that waits into the engine, if that is ready and free.
    fn admit(self: &Rc<Self>) {
        if self.next.borrow().is_none() {
            return;
        }
        let is_alive = self.attached.borrow().as_ref().is_some_and(|attached| attached.engine.is_alive());
        if !is_alive {
            self.attached.take();
            return self.attach();
        }
        let engine = self.attached.borrow().as_ref().map(|attached| attached.engine.clone());
        let is_free = |engine: &Shared| engine.ready().is_object() && engine.run().is_none();
        let Some(engine) = engine.filter(is_free) else { return };
        let next = self.next.take();
        if let Some(Next { run, message, displaces }) = next {
            if displaces.is_some() {
                self.grace.take();
            }
            engine.set_run(Some(run));
            self.send(&message);
        }
    }

    fn send(&self, message: &JsValue) {
        if let Some(attached) = &*self.attached.borrow() {
            attached.engine.worker().post_message(message).expect("plain objects can be cloned");
        }
    }

    /// Hears the engine. What it says of another page's run is not for this one.
    fn hear(self: &Rc<Self>, data: JsValue) {
        let attached = self.attached.borrow().as_ref().map(|it| (it.engine.clone(), it.mailbox.clone()));
        let Some((engine, mailbox)) = attached else { return };
        // What is made of another window's classes is not known as what it is.
        let data = if engine.is_own() { data } else { structured_clone(&data).unwrap_or(data) };
        let message: FromEngine = match serde_wasm_bindgen::from_value(data.clone()) {
            Ok(message) => message,
            Err(error) => return self.fail(error.to_string()),
        };
        match &message {
            FromEngine::Ready { .. } => engine.set_ready(&data),
            FromEngine::Crashed { reason, .. } => return self.fail(reason.clone()),
            FromEngine::Ended { run, .. } | FromEngine::Checked { run, .. } if engine.run() == Some(*run) => {
                engine.set_run(None);
            }
            _ => {}
        }
        let is_for_us = message.run().is_none_or(|run| self.run.get() == Some(run));
        if let FromEngine::Ended { run, .. } | FromEngine::Checked { run, .. } = &message
            && self.run.get() == Some(*run)
        {
            self.run.set(None);
            self.grace.take();
        }
        if is_for_us {
            mailbox.put(message);
        }
        self.admit();
    }

    /// The engine is gone. Where nothing of this page is in it, nobody has to hear of it: the next run finds another.
    fn fail(self: &Rc<Self>, reason: String) {
        let attached = self.attached.take();
        let Some(attached) = attached else { return };
        let was_ready = attached.engine.ready().is_object();
        let waits = self.next.borrow().is_some();
        let runs = self.run.take().is_some();
        self.grace.take();
        let engine = attached.engine.clone();
        drop(attached);
        engine.end();
        if waits && was_ready {
            self.run.set(self.next.borrow().as_ref().map(|next| next.run));
            return self.attach();
        }
        self.next.take();
        if runs || !was_ready {
            self.dispatch.emit(Action::EngineFailed { reason });
        }
    }
}

/// Starts a worker.
fn start_worker() -> Result<Worker, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&script(), &options)
}

/// Where the worker's script is. A page that is packed for a host names the engine that was built with it (`www/pack`).
fn script() -> String {
    document::says("data-engine").unwrap_or_else(|| SCRIPT.to_owned())
}

/// What a thrown value says about itself.
fn describe(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(script, |error| error.message().into())
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
