//! The page as a whole.

use gloo::events::EventListener;
use gloo::timers::callback::Interval;
use yew::{
    AttrValue, Callback, Html, MouseEvent, Properties, Renderer, component, html, use_effect,
    use_effect_with, use_memo, use_reducer,
};

use super::drawn::{Drawn, Rules};
use super::stage::{Dispatch, OnStage, dispatch_of};
use super::{about, code, console, examples, header, icons, loop_view, panes, paper, status};
use crate::edge::engine::Host;
use crate::edge::{document, effects, keyboard, storage};
use crate::rules::loop_view::{LoopAction, LoopView};
use crate::rules::page::{Action, Effect, Found, PLAYGROUND, State};
use crate::rules::pane::Pane;
use crate::rules::settings::{self, Theme};
use crate::rules::stage::LiveAction;

impl Rules for State {
    type Action = Action;
    type Effect = Effect;

    fn change(&mut self, action: Action) -> Vec<Effect> {
        self.update(action)
    }
}

/// The page as this browser finds it.
fn open() -> Drawn<State> {
    let browser = document::browser_language();
    let stored = storage::read(settings::LANGUAGE);
    let theme = storage::read(settings::THEME).as_deref().and_then(Theme::from_name);
    Drawn::new(State::new(Found {
        address: document::address(),
        language: settings::starting_language(stored.as_deref(), browser.as_deref()),
        theme: theme.unwrap_or_default(),
        chance: document::chance(),
        stored: storage::read,
        kept: storage::all(),
    }))
}

/// Takes over from what `index.html` shows.
pub(crate) fn mount() {
    let root = document::find("#page").expect("index.html has a place for the page");
    let early = Early {
        is_pressed: document::find("#run[data-early=pressed]").is_some(),
        has_focus: document::is_focused("#run"),
    };
    Renderer::<App>::with_root_and_props(root, early).render();
}

/// What somebody has done with the button of `index.html` (`static/first.js`).
#[derive(Clone, Copy, PartialEq, Properties)]
struct Early {
    /// Run is wanted.
    is_pressed: bool,
    /// The keyboard is at the button.
    has_focus: bool,
}

/// The page.
#[component]
fn App(early: &Early) -> Html {
    let page = use_reducer(open);
    let dispatch = {
        let dispatcher = page.dispatcher();
        use_memo((), |()| Callback::from(move |action| dispatcher.dispatch(action)))
    };
    let dispatch: &Dispatch = &dispatch;
    let to_stage = use_memo((), |()| dispatch_of(PLAYGROUND, dispatch));
    let engine = use_memo((), |()| Host::start(dispatch.clone()));

    use_effect_with((), {
        let (dispatch, early) = (dispatch.clone(), *early);
        move |()| {
            let keys = keyboard::listen(dispatch.clone());
            let window = web_sys::window().expect("the page runs in a window");
            let visited = dispatch.clone();
            let visits = EventListener::new(&window, "hashchange", move |_| {
                visited.emit(Action::Visited(document::address()));
            });
            let stored = storage::listen(dispatch.clone());
            if early.has_focus {
                document::take_focus(document::find("#run"));
            }
            if early.is_pressed {
                dispatch.emit(Action::Stage(PLAYGROUND, LiveAction::Run.into()));
            }
            move || drop((keys, visits, stored))
        }
    });
    let stage = page.state.playground();
    let origin = stage.opened.origin();
    let title = stage.title.as_deref().unwrap_or(origin.title(page.state.language));
    let title = format!("{title} · {}", page.state.text().title);
    use_effect_with((page.state.language, page.state.theme, origin.clone(), title), {
        move |(language, theme, _, title)| {
            document::document().set_title(title);
            document::set_root_attribute("lang", language.tag());
            document::set_root_attribute("data-theme", theme.name());
            document::show_current_example();
        }
    });
    // While the recording plays, a step at a time.
    let LoopView { is_playing, speed, .. } = stage.loop_view;
    use_effect_with((is_playing, speed), {
        let to_stage = to_stage.clone();
        move |(is_playing, speed)| {
            let tick = move || to_stage.emit(LoopAction::Tick.into());
            let ticks = is_playing.then(|| Interval::new(speed.interval_ms(), tick));
            move || drop(ticks)
        }
    });
    use_effect({
        let page = page.clone();
        move || {
            page.due().into_iter().for_each(|effect| effects::perform(effect, &page.state, &engine));
        }
    });

    let state = &page.state;
    let on_stage = OnStage { page: state, id: PLAYGROUND, live: stage, dispatch: &to_stage };
    let announcement = state.stage(PLAYGROUND).map(|stage| stage.announcement(state.text()));
    html! {
        <>
            <button class="skip" onclick={|_: MouseEvent| document::focus(Pane::Code)}>{ state.text().skip }</button>
            { header::view(on_stage, dispatch) }
            { panes::view(state, dispatch) }
            <main data-pane={state.pane.name()} data-stage={PLAYGROUND.to_string()} data-recorded={stage.loop_view.has_room.then_some("")}>
                { examples::view(state, dispatch) }
                { code::view(on_stage) }
                { console::view(on_stage) }
                { loop_view::view(on_stage) }
            </main>
            { status::view(on_stage) }
            <about::About language={state.language} />
            { icons::patterns() }
            <paper::Paper stage={on_stage.shared()} language={state.language} />
            <div role="status" class="unseen">{ AttrValue::from(announcement.unwrap_or_default()) }</div>
        </>
    }
}
