//! The course: its contents, or the chapter that is open.

mod chapter;
mod contents;
mod exercise;
mod look;
mod ordering;
mod question;
mod words;

use gloo::events::EventListener;
use gloo::timers::callback::Interval;
use yew::{
    AttrValue, Callback, Html, MouseEvent, Renderer, component, html, use_effect, use_effect_with, use_memo,
    use_reducer,
};

use super::drawn::{Drawn, Rules};
use super::icons;
use super::stage::CourseDispatch as Dispatch;
use crate::edge::engine::Host;
use crate::edge::{course as edge, document, effects, frame, keyboard, storage};
use crate::rules::course::{Course, CourseAction, CourseEffect, EXERCISE, LOOK, Place};
use crate::rules::loop_view::{LoopAction, LoopView};
use crate::rules::page::{Action, Effect};
use crate::rules::settings::{self, Theme};

impl Rules for Course {
    type Action = CourseAction;
    type Effect = CourseEffect;

    fn change(&mut self, action: CourseAction) -> Vec<CourseEffect> {
        self.update(action)
    }
}

/// Takes over from what `learn/index.html` shows.
pub(crate) fn mount() {
    let root = document::find("#page").expect("learn/index.html has a place for the page");
    Renderer::<App>::with_root(root).render();
}

fn open() -> Drawn<Course> {
    let stored = storage::read(settings::LANGUAGE);
    let language = settings::starting_language(stored.as_deref(), document::browser_language().as_deref());
    let theme = storage::read(settings::THEME).as_deref().and_then(Theme::from_name).unwrap_or_default();
    let (course, effects) = Course::new(place(), language, theme, document::chance(), storage::all());
    Drawn::with(course, effects)
}

/// What the address asks for.
fn place() -> Place {
    let parameters = frame::parameters();
    let chapter = parameters.iter().find(|(name, _)| name == "chapter").map(|(_, value)| value.as_str());
    Place::read(&document::fragment(), chapter)
}

/// The page.
#[component]
fn App() -> Html {
    let page = use_reducer(open);
    let dispatch = {
        let dispatcher = page.dispatcher();
        use_memo((), |()| Callback::from(move |action| dispatcher.dispatch(action)))
    };
    let dispatch: &Dispatch = &dispatch;
    let engine = use_memo((), |()| Host::absent(dispatch.reform(CourseAction::Page)));

    use_effect_with((), {
        let dispatch = dispatch.clone();
        move |()| {
            let keys = keyboard::listen(dispatch.reform(CourseAction::Page));
            let window = web_sys::window().expect("the page runs in a window");
            let visits = EventListener::new(&window, "hashchange", move |_| {
                dispatch.emit(CourseAction::Visited(place()));
            });
            move || drop((keys, visits))
        }
    });
    let course = &page.state;
    let (language, theme) = (course.page.language, course.page.theme);
    let text = language.course();
    let title = match course.open.here() {
        Some(open) => format!("{} · {}", open.text.name(), text.title),
        None => text.title.to_owned(),
    };
    use_effect_with((language, theme, title), move |(language, theme, title)| {
        document::document().set_title(title);
        document::set_root_attribute("lang", language.tag());
        document::set_root_attribute("data-theme", theme.name());
    });
    // While the recording plays, a step at a time.
    let LoopView { is_playing, speed, .. } = *course.stage(LOOK).loop_view();
    use_effect_with((is_playing, speed), {
        let dispatch = dispatch.clone();
        move |(is_playing, speed)| {
            let tick =
                move || dispatch.emit(CourseAction::Page(Action::Stage(LOOK, LoopAction::Tick.into())));
            let ticks = is_playing.then(|| Interval::new(speed.interval_ms(), tick));
            move || drop(ticks)
        }
    });
    use_effect({
        let (page, engine, dispatch) = (page.clone(), engine.clone(), dispatch.clone());
        move || {
            for effect in page.due() {
                match effect {
                    CourseEffect::Page(Effect::Go(_)) => {}
                    CourseEffect::Page(effect) => effects::perform(effect, &page.state.page, &engine),
                    effect => edge::perform(effect, &dispatch),
                }
            }
        }
    });
    let words = language.text();
    let spoken = [LOOK, EXERCISE].map(|id| course.stage(id).announcement(words)).join(" ");
    html! {
        <>
            <a class="skip" href="learn/#main" onclick={edge::skip()}>{ if course.place == Place::Contents { text.skip_to_chapters } else { words.skip } }</a>
            { bar(course, dispatch) }
            <main id="main" tabindex="-1">
                if course.place == Place::Contents {
                    { contents::view(course, dispatch) }
                } else {
                    { chapter::view(course, dispatch) }
                }
            </main>
            { icons::patterns() }
            <div role="status" class="unseen">{ AttrValue::from(spoken.trim().to_owned()) }</div>
        </>
    }
}

/// The bar at the top: what this is, where the reader is in it, and the reader's settings.
fn bar(course: &Course, dispatch: &Dispatch) -> Html {
    let (language, theme) = (course.page.language, course.page.theme);
    let (text, words) = (language.course(), language.text());
    let other = language.other();
    let on = |action: Action| dispatch.reform(move |_: MouseEvent| CourseAction::Page(action.clone()));
    let at = course.number();
    html! {
        <header class="course-bar">
            <a class="brand" href="learn/#">{ icons::mark() }<span>{ "asyncio\u{a0}" }<b>{ "101" }</b></span></a>
            <p class="where">
                if let Some((at, of)) = at { { (text.number)(at, of) } }
                if let Place::Elsewhere(address) = &course.place { { (text.elsewhere)(address) } }
            </p>
            if course.place != Place::Contents {
                <a class="quiet to-contents" href="learn/#" title={text.contents}>{ icons::list() }<span>{ text.contents }</span></a>
            }
            <a class="quiet" href="./">{ text.playground }</a>
            <div class="settings">
                <button class="quiet" lang={other.tag()} onclick={on(Action::SwitchLanguage)}>
                    <span class="wide">{ other.own_name() }</span>
                    <span class="narrow" aria-hidden="true">{ other.tag().to_uppercase() }</span>
                </button>
                <button class="quiet icon" onclick={on(Action::SwitchTheme)} aria-label={(words.theme)(theme, theme.next())}
                    title={(words.theme)(theme, theme.next())}>{ icons::theme(theme) }</button>
            </div>
        </header>
    }
}
