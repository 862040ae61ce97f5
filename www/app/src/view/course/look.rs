//! The program beside the words, and its run.

use yew::{AttrValue, Html, MouseEvent, html};

use crate::rules::course::chapter::Chapter;
use crate::rules::course::{Course, CourseAction, LOOK};
use crate::rules::loop_view::{LoopAction, Panel};
use crate::rules::page::Action;
use crate::rules::run::Run;
use crate::rules::stage::{Live, Stage, StageAction, Watch};
use crate::rules::traceback;
use crate::view::header::{pressed, run_button};
use crate::view::listing::Listing;
use crate::view::loop_view::controls::{position, sentence};
use crate::view::loop_view::props::ViewProps;
use crate::view::stage::{CourseDispatch as Dispatch, StageDispatch};
use crate::view::{console, icons, loop_view};

/// Draws it.
pub(super) fn view(course: &Course, open: &Chapter, dispatch: &Dispatch) -> Html {
    let (text, words) = (course.page.text(), course.page.language.course());
    let stage = course.stage(LOOK);
    let to_stage: StageDispatch =
        dispatch.reform(|action: StageAction| CourseAction::Page(Action::Stage(LOOK, action)));
    let program = stage.program();
    let lines = program.lines().count().max(1) as u32;
    let props = view_props(course, stage, &to_stage);
    let is_hidden = course.hides_run();
    let has_steps = !is_hidden && !stage.loop_view().trace.is_empty()
        || !is_hidden && stage.live().is_some_and(Live::shows_steps);
    html! {
        <div class="embed" data-reply="look" data-stage={LOOK.to_string()} data-recorded={has_steps.then_some("")} style={format!("--lines: {lines}")}>
            <div class="bar">
                <p class="name">{ traceback::PROGRAM }</p>
                <a class="quiet away" href={format!("./{}", course.in_playground(open))}>{ words.open }</a>
                if let (Stage::Live(live), false) = (stage, is_hidden) {
                    { run_button(text, live, None, to_stage.reform({ let act = pressed(live); move |_: MouseEvent| act.clone().into() })) }
                }
            </div>
            if stage.live().is_none() {
                <p class="remark">{ words.recorded }</p>
            }
            <div class="parts">
                <section class="pane code" role="group" data-region="code" aria-label={text.code}>
                    <Listing stage={LOOK} language={course.page.language} program={AttrValue::from(program.to_owned())}
                        shown={std::iter::once(1..=lines).collect::<Vec<_>>()} now={if is_hidden { None } else { stage.line() }}
                        marks={if is_hidden { vec![] } else { stage.marks(text) }} />
                </section>
                if has_steps {
                    <section class="pane loop" role="group" data-region="loop" aria-label={text.event_loop}>
                        <div class="scroll" tabindex="0" role="group" aria-label={text.event_loop}>
                            if open.shows_findings && open.panel != Panel::Findings {
                                { loop_view::draw(&props, Panel::Findings) }
                            }
                            { loop_view::draw(&props, open.panel) }
                        </div>
                    </section>
                }
                if !is_hidden {
                    <section class="pane console" role="group" data-region="console" aria-label={text.console}>
                        <p class="label" aria-hidden="true">{ text.console }</p>
                        { output(course, stage, &props, &to_stage) }
                    </section>
                }
            </div>
            if has_steps {
                { controls(course, &props, &to_stage) }
            }
        </div>
    }
}

/// What was printed up to the step that is looked at. What comes after it is not shown: that may be what is asked.
fn output(course: &Course, stage: &Stage, props: &ViewProps, dispatch: &StageDispatch) -> Html {
    let language = course.page.language;
    match stage {
        Stage::Live(live) => {
            let view = &live.loop_view;
            let until = (live.can_run() && !view.trace.is_empty() && !view.follows()).then(|| view.step());
            console::output(LOOK, live, until, language, dispatch)
        }
        Stage::Player(_) => console::recorded(language.text(), props),
    }
}

/// From step to step, and what happened in the one that is looked at.
fn controls(course: &Course, props: &ViewProps, dispatch: &StageDispatch) -> Html {
    let text = &course.page.text().loop_view;
    let way = |backwards: bool| {
        let (label, icon) = if backwards { (text.back, "back") } else { (text.forward, "forward") };
        html! {
            <button class="quiet icon" onclick={props.on(LoopAction::Step { backwards })} title={label} aria-label={label}>
                { icons::step(icon) }
            </button>
        }
    };
    let on_play = dispatch.reform(|_: MouseEvent| Watch::PlayOrHold.into());
    let (play, icon) = if props.view.is_playing { (text.pause, "pause") } else { (text.play, "play") };
    html! {
        <div class="controls" role="group" aria-label={text.controls} data-region="loop">
            <div class="buttons">
                { way(true) }
                <button class="quiet icon play" onclick={on_play} aria-label={play} title={play}>{ icons::step(icon) }</button>
                { way(false) }
                { position(props) }
            </div>
            <div class="told">{ sentence(props) }</div>
        </div>
    }
}

fn view_props(course: &Course, stage: &Stage, dispatch: &StageDispatch) -> ViewProps {
    let running = match stage.live().map(|live| &live.run) {
        Some(Run::Running(running)) => Some(running.hold),
        _ => None,
    };
    ViewProps {
        stage: LOOK,
        view: stage.loop_view().clone(),
        running,
        is_under_way: stage.live().is_some_and(|live| !live.can_run()),
        remark: None,
        records_lines: false,
        language: course.page.language,
        dispatch: dispatch.clone(),
    }
}
