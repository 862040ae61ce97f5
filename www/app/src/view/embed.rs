//! The page inside another: the program, what it printed and its loop, at one step of a recorded run.

mod bar;
mod controls;
mod output;
mod program;

use gloo::timers::callback::Interval;
use web_sys::Element;
use yew::{
    Callback, Html, Renderer, component, html, use_effect, use_effect_with, use_memo, use_mut_ref,
    use_reducer,
};

use super::drawn::{Drawn, Rules};
use super::loop_view::props::ViewProps;
use super::{icons, loop_view};
use crate::edge::engine::Host;
use crate::edge::resize::ResizeListener;
use crate::edge::{document, editor, effects, fetch, frame, keyboard};
use crate::rules::embed::messages::FromHost;
use crate::rules::embed::options::{Options, Part};
use crate::rules::embed::{Embed, EmbedAction, EmbedEffect, STAGE};
use crate::rules::loop_view::{LoopAction, LoopView};
use crate::rules::run::Run;
use crate::rules::settings;
use crate::rules::stage::{Live, Stage, StageAction};
use crate::view::stage::{EmbedDispatch as Dispatch, StageDispatch};

impl Rules for Embed {
    type Action = EmbedAction;
    type Effect = EmbedEffect;

    fn change(&mut self, action: EmbedAction) -> Vec<EmbedEffect> {
        self.update(action)
    }
}

/// Takes over from what `player.html` shows.
pub(crate) fn mount() {
    let root = document::find("#page").expect("player.html has a place for the page");
    Renderer::<App>::with_root(root).render();
}

fn open() -> Drawn<Embed> {
    let language = settings::starting_language(None, document::browser_language().as_deref());
    let options = Options::read(frame::parameters());
    Drawn::new(Embed::new(options, language, frame::is_framed(), document::chance()))
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
    let to_stage: StageDispatch =
        (*use_memo((), |()| dispatch.reform(|action: StageAction| EmbedAction::from(action)))).clone();
    let engine = use_memo((), |()| Host::absent(dispatch.reform(EmbedAction::Page)));
    // What the keys ask is asked of what is on screen.
    let ways = use_mut_ref(|| (false, false));
    *ways.borrow_mut() = (page.state.next(true).is_some(), page.state.next(false).is_some());

    use_effect_with((), {
        let (dispatch, embed) = (dispatch.clone(), page.state.clone());
        move |()| {
            let heard = frame::listen(dispatch.clone());
            let keys = keyboard::framed::listen(dispatch.clone(), move |backwards| {
                let (back, on) = *ways.borrow();
                if backwards { back } else { on }
            });
            if let Some((address, is_trace)) = embed.wanted() {
                fetch::from(address, is_trace, dispatch.clone());
            }
            // Whoever waits for it knows that it is there; one that was faster than its frame asks again.
            dispatch.emit(EmbedAction::FromHost(None, FromHost::Ping));
            let sizes = document::find("#page").map(|page: Element| {
                let measured = page.clone();
                ResizeListener::new(&page, move || frame::tell_height(f64::from(measured.scroll_height())))
            });
            move || drop((heard, keys, sizes))
        }
    });
    let embed = &page.state;
    let text = embed.page.text();
    let title = embed.options.title.clone().unwrap_or_else(|| text.title.to_owned());
    use_effect_with(
        (embed.page.language, embed.page.theme, title.clone(), embed.options.is_as_high_as_needed),
        {
            move |(language, theme, title, is_high): &(
                crate::rules::text::Language,
                settings::Theme,
                String,
                bool,
            )| {
                document::document().set_title(title);
                document::set_root_attribute("lang", language.tag());
                document::set_root_attribute("data-theme", theme.name());
                document::set_root_attribute("data-height", if *is_high { "auto" } else { "frame" });
            }
        },
    );
    // While the recording plays, a step at a time.
    let LoopView { is_playing, speed, .. } = *embed.loop_view();
    use_effect_with((is_playing, speed), {
        let to_stage = to_stage.clone();
        move |(is_playing, speed)| {
            let tick = move || to_stage.emit(LoopAction::Tick.into());
            let ticks = is_playing.then(|| Interval::new(speed.interval_ms(), tick));
            move || drop(ticks)
        }
    });
    use_effect({
        let (page, engine) = (page.clone(), engine.clone());
        move || {
            for effect in page.due() {
                match effect {
                    EmbedEffect::Page(effect) => effects::perform(effect, &page.state.page, &engine),
                    EmbedEffect::Tell(id, message) => frame::tell(id, &message),
                    EmbedEffect::LoadEditor => editor::load(),
                }
            }
        }
    });
    let props = view_props(embed, &to_stage);
    let announcement = embed.stage().announcement(text);
    let panels: Vec<_> = embed.options.panels().collect();
    // Between two runs they stay, or whatever stands below would jump.
    let shows_steps = embed.stage().live().is_some_and(Live::shows_steps);
    let has_steps = shows_steps || !embed.loop_view().trace.is_empty();
    html! {
        <div class="embed" data-stage={STAGE.to_string()} data-recorded={has_steps.then_some("")}>
            { bar::view(embed, dispatch, &to_stage) }
            if let Some(failure) = &embed.failure {
                <p class="failed" role="alert">{ embed.words(failure) }</p>
            }
            <main>
                if embed.options.shows(Part::Code) {
                    { program::view(embed, &to_stage) }
                }
                if embed.options.shows(Part::Output) {
                    { output::view(embed, &props, &to_stage) }
                }
                if !panels.is_empty() && has_steps {
                    <section class="pane loop filled" aria-label={text.event_loop}>
                        if embed.is_of_an_older_program() {
                            <p class="remark">{ text.loop_view.of_an_older_program }</p>
                        }
                        <div class="scroll filled" tabindex="0" role="group" aria-label={text.event_loop}>
                            { for panels.iter().map(|panel| loop_view::draw(&props, *panel)) }
                        </div>
                    </section>
                }
            </main>
            if has_steps {
                { controls::view(embed, &props, dispatch) }
            }
            { icons::patterns() }
            <div role="status" class="unseen">{ announcement }</div>
        </div>
    }
}

/// What the parts of the loop view are drawn from.
fn view_props(embed: &Embed, dispatch: &StageDispatch) -> ViewProps {
    let running = match embed.stage() {
        Stage::Live(live) => match &live.run {
            Run::Running(running) => Some(running.hold),
            _ => None,
        },
        Stage::Player(_) => None,
    };
    ViewProps {
        stage: STAGE,
        view: embed.loop_view().clone(),
        running,
        is_under_way: embed.stage().live().is_some_and(|live| !live.can_run()),
        remark: None,
        records_lines: false,
        language: embed.page.language,
        dispatch: dispatch.clone(),
    }
}
