//! One engine between all frames of a page.
//!
//! The frames of one host's page that show this page's player are of one origin, so they see each other. The one that
//! first needs an engine starts it and leaves it on its window, where the others find it. In the playground that is done
//! by `static/first.js`, before this module is there, with the same properties. Nothing is registered
//! anywhere: a frame that goes away takes its engine along, and the next that needs one starts another.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Window, Worker, window};

/// Where a window has it.
const NAME: &str = "asyncio101Engine";

#[wasm_bindgen]
extern "C" {
    /// The engine that a window has left for all.
    #[wasm_bindgen(extends = Object)]
    #[derive(Clone)]
    pub(super) type Shared;

    #[wasm_bindgen(method, getter)]
    pub(super) fn worker(this: &Shared) -> Worker;
    #[wasm_bindgen(method, setter)]
    fn set_worker(this: &Shared, worker: &Worker);

    /// What it said when it was ready.
    #[wasm_bindgen(method, getter)]
    pub(super) fn ready(this: &Shared) -> JsValue;
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_ready(this: &Shared, message: &JsValue);

    /// How far it had come with loading when it was heard last, if that was before this page could listen.
    #[wasm_bindgen(method, getter)]
    pub(super) fn early(this: &Shared) -> JsValue;

    /// The number of the run that is in it.
    #[wasm_bindgen(method, getter)]
    pub(super) fn run(this: &Shared) -> Option<u32>;
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_run(this: &Shared, run: Option<u32>);

    #[wasm_bindgen(method, getter, js_name = isOver)]
    fn is_over(this: &Shared) -> bool;
    #[wasm_bindgen(method, setter, js_name = isOver)]
    fn set_is_over(this: &Shared, is_over: bool);

    #[wasm_bindgen(method, getter)]
    fn owner(this: &Shared) -> Window;
    #[wasm_bindgen(method, setter)]
    fn set_owner(this: &Shared, owner: &Window);

    /// Called when it is gone.
    #[wasm_bindgen(method, getter)]
    fn users(this: &Shared) -> Array;
    #[wasm_bindgen(method, setter)]
    fn set_users(this: &Shared, users: &Array);
}

impl Shared {
    /// The engine of this window or of a frame beside it, if one of them has any.
    pub(super) fn find() -> Option<Shared> {
        let own = window()?;
        let of = |window: &JsValue| {
            // A window of another origin refuses every question.
            let engine = Reflect::get(window, &NAME.into()).ok()?;
            let engine: Shared = engine.is_object().then(|| engine.unchecked_into())?;
            engine.is_alive().then_some(engine)
        };
        let parent = own.parent().ok().flatten()?;
        let frames = (0..parent.length()).filter_map(|index| Reflect::get_u32(&parent, index).ok());
        std::iter::once(JsValue::from(own)).chain(frames).find_map(|window| of(&window))
    }

    /// Leaves an engine where others find it.
    pub(super) fn publish(worker: &Worker) -> Shared {
        let own = window().expect("the page runs in a window");
        let engine: Shared = Object::new().unchecked_into();
        engine.set_worker(worker);
        engine.set_ready(&JsValue::NULL);
        engine.set_run(None);
        engine.set_is_over(false);
        engine.set_owner(&own);
        engine.set_users(&Array::new());
        // A window takes every property.
        let _ = Reflect::set(&own, &NAME.into(), &engine);
        engine
    }

    /// Whether it can still be spoken to: its window is there, and nobody has ended it.
    pub(super) fn is_alive(&self) -> bool {
        !self.is_over() && self.owner().closed() == Ok(false)
    }

    /// Whether it was made in this window. What another one's says is made of that window's classes.
    pub(super) fn is_own(&self) -> bool {
        window().is_some_and(|own| Object::is(&own, &self.owner()))
    }

    /// Has this called when somebody ends it.
    pub(super) fn on_end(&self, called: &Function) {
        self.users().push(called);
    }

    /// Nobody calls this any more.
    pub(super) fn forget(&self, called: &Function) {
        let users = self.users();
        if let Some(index) = users.iter().position(|user| Object::is(&user, called)) {
            users.splice(index as u32, 1, &JsValue::UNDEFINED);
        }
    }

    /// Ends it, for all that use it.
    pub(super) fn end(&self) {
        if self.is_over() {
            return;
        }
        self.set_is_over(true);
        self.worker().terminate();
        // Each takes itself off the list.
        for user in self.users().to_vec() {
            // One whose window is gone has nobody to call.
            if let Some(user) = user.dyn_ref::<Function>() {
                let _ = user.call0(&JsValue::NULL);
            }
        }
    }
}
