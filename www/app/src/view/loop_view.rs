//! The pane with the loop, live and recorded: where it is in its turn, what waits in its queues, what its tasks
//! do over time, and why.
//!
//! Every part is a function of the step that is looked at. The parts that can be long, the lanes and the table
//! of steps, draw only what is in sight.

mod connections;
pub(super) mod controls;
mod futures;
mod generators;
mod lanes;
mod locks;
mod network;
mod order;
mod panels;
pub(super) mod props;
mod queues;
mod scroll;
mod steps;
mod task_queues;

use web_sys::{DragEvent, HtmlInputElement};
use yew::{Callback, Event, Html, TargetCast as _, component, html};

use self::props::ViewProps;
use super::stage::{OnStage, element_id};
use super::turn;
use crate::edge::file;
use crate::rules::engine::Engine;
use crate::rules::loop_view::{LoopAction, Panel, Unit};
use crate::rules::run::Run;
use crate::rules::stage::{LiveAction, StageAction, Watch};

/// Draws the pane.
pub(super) fn view(stage: OnStage<'_>) -> Html {
    let (text, live, language) = (stage.text(), stage.live, stage.page.language);
    let props = ViewProps {
        stage: stage.id,
        view: live.loop_view.clone(),
        running: match &live.run {
            Run::Running(running) => Some(running.hold),
            _ => None,
        },
        is_under_way: !live.can_run(),
        remark: live.remark(language),
        records_lines: live.records_lines,
        language,
        dispatch: stage.dispatch.clone(),
    };
    let ondragover = Callback::from(|event: DragEvent| event.prevent_default());
    let ondrop = {
        let dispatch = stage.dispatch.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            file::open(event.data_transfer().and_then(|data| data.files()), dispatch.clone());
        })
    };
    html! {
        <section class="pane loop" data-region="loop" tabindex="-1" aria-label={text.event_loop} {ondragover} {ondrop}>
            { head(stage) }
            if live.shows_steps() {
                <Filled ..props />
            } else {
                { turn::view(text, live.awaited_step()) }
            }
        </section>
    }
}

/// The name of the pane, and what concerns the whole trace.
fn head(stage: OnStage<'_>) -> Html {
    let (text, live) = (&stage.text().loop_view, stage.live);
    let is_filled = live.shows_steps();
    let choice = |is_on: bool, name: &'static str, hint: &'static str, action: StageAction| {
        html! {
            <li>
                <button class="quiet toggle" aria-pressed={is_on.to_string()} title={hint} onclick={stage.on(action)}>{ name }</button>
                <span>{ hint }</span>
            </li>
        }
    };
    // Where nothing can block, there is no other clock.
    let is_virtual = live.virtual_clock || matches!(stage.page.engine, Engine::Ready { blocking: false, .. });
    let onchange = {
        let dispatch = stage.dispatch.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            file::open(input.files(), dispatch.clone());
            // The same file may be chosen again.
            input.set_value("");
        })
    };
    html! {
        <div class="head">
            <h2>{ stage.text().event_loop }</h2>
            // What is on, is seen without looking for it.
            if is_virtual {
                <span class="is-on">{ text.virtual_clock }</span>
            }
            if live.records_lines {
                <span class="is-on">{ text.record_lines }</span>
            }
            { network::choice(stage) }
            if live.can_run() {
                <label class="quiet choose"><input type="file" class="unseen" accept=".trace,.py" {onchange} />{ text.open }</label>
            }
            if is_filled {
                <button class="quiet" onclick={stage.on(Watch::SaveTrace)}>{ text.save }</button>
            }
            <details class="more-choices">
                <summary class="quiet">{ text.more_choices }</summary>
                <ul>
                    { choice(is_virtual, text.virtual_clock, text.virtual_clock_hint, LiveAction::SwitchClock.into()) }
                    { choice(live.records_lines, text.record_lines, text.record_lines_hint, LiveAction::SwitchLines.into()) }
                    if is_filled {
                        { choice(live.loop_view.preferences.shows_internals, text.internals, text.internals_hint, LoopAction::Internals.into()) }
                    }
                </ul>
            </details>
        </div>
    }
}

/// The pane once there is something to look at.
#[component]
fn Filled(props: &ViewProps) -> Html {
    let text = props.text();
    let view = &props.view;
    let findings = view.found();
    let is_without_loop = view.trace.replay().has_only_generators();
    html! {
        <>
            { controls::view(props) }
            <div class="scroll filled" tabindex="0" role="group" aria-label={text.controls}>
                { remarks(props) }
                if findings > 0 {
                    { draw(props, Panel::Findings) }
                }
                if is_without_loop || !view.now().state.generators.is_empty() {
                    { draw(props, Panel::Generators) }
                }
                if is_without_loop {
                    { draw(props, Panel::Output) }
                    { draw(props, Panel::Steps) }
                } else {
                    { panels_of_loop(props) }
                }
                if findings == 0 && props.running.is_none() {
                    { draw(props, Panel::Findings) }
                }
            </div>
        </>
    }
}

/// The parts about the loop itself.
fn panels_of_loop(props: &ViewProps) -> Html {
    let draw = |panel| draw(props, panel);
    html! {
        <>
            { draw(Panel::Lanes) }
            if props.view.question().is_some() {
                { draw(Panel::Order) }
            }
            if props.view.trace.replay().primitives().next().is_some() {
                { draw(Panel::Locks) }
            }
            if props.view.trace.replay().task_queues().next().is_some() {
                { draw(Panel::TaskQueues) }
            }
            if props.view.trace.replay().sockets().next().is_some() {
                { draw(Panel::Connections) }
            }
            { draw(Panel::Steps) }
            <div class="pair">{ draw(Panel::Turn) }{ draw(Panel::Why) }</div>
            { draw(Panel::Queues) }
            <div class="pair">{ draw(Panel::Tree) }{ draw(Panel::Output) }</div>
            { draw(Panel::Futures) }
        </>
    }
}

/// What is to be known about the whole trace.
fn remarks(props: &ViewProps) -> Html {
    let (text, trace) = (props.text(), &props.view.trace);
    let remark = |words: String| html! { <p class="remark">{ words }</p> };
    html! {
        <>
            if let Some(labels) = &props.remark {
                { remark(labels.clone()) }
            }
            if props.records_lines && props.running.is_none() && !Unit::Line.is_in(&trace.replay()) {
                { remark(text.lines_next_time.to_owned()) }
            }
            if let Some(name) = &trace.file {
                { remark((text.from_file)(name)) }
            }
            if trace.replay().is_full() {
                { remark((text.full)(trace.len())) }
            }
            if trace.is_damaged {
                { remark(text.damaged.to_owned()) }
            }
        </>
    }
}

/// Draws a panel, and its content if it is unfolded.
pub(super) fn draw(props: &ViewProps, panel: Panel) -> Html {
    let is_open = props.view.is_open(panel);
    let id = element_id(&format!("panel-{}", panel.name()), props.stage);
    html! {
        <section class={format!("panel about-{}", panel.name())} key={panel.name()} aria-labelledby={id.clone()}>
            <h3 {id}>
                <button aria-expanded={is_open.to_string()} onclick={props.on(LoopAction::Fold(panel))}>
                    { (props.text().panel)(panel) }
                </button>
            </h3>
            if is_open {
                { content(props, panel) }
            }
        </section>
    }
}

/// Draws what is in a panel.
fn content(props: &ViewProps, panel: Panel) -> Html {
    match panel {
        Panel::Generators => generators::view(props),
        Panel::Lanes => html! { <lanes::Lanes ..props.clone() /> },
        Panel::Turn => queues::turn(props),
        Panel::Queues => queues::view(props),
        Panel::Locks => locks::view(props),
        Panel::TaskQueues => task_queues::view(props),
        Panel::Connections => connections::view(props),
        Panel::Why => panels::why(props),
        Panel::Tree => futures::tree(props),
        Panel::Futures => futures::view(props),
        Panel::Output => panels::output(props),
        Panel::Findings => panels::findings(props),
        Panel::Steps => html! { <steps::Steps ..props.clone() /> },
        Panel::Order => html! { <order::Order ..props.clone() /> },
    }
}
