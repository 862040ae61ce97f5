//! The buttons that go from step to step, the slider, and the step in labels.

use asyncio101::replay::fact::Statement;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::{Callback, Event, Html, InputEvent, MouseEvent, TargetCast as _, classes, html};

use super::props::{ViewProps, to_line, to_step};
use crate::rules::loop_view::{LoopAction, Speed, Unit};
use crate::rules::run::Hold;
use crate::rules::stage::{LiveAction, Watch};
use crate::view::icons;

/// Draws the controls.
pub(super) fn view(props: &ViewProps) -> Html {
    let (text, view) = (props.text(), &props.view);
    let button = |action, icon, label: &'static str, keys: &'static str| {
        html! {
            <button class="quiet icon" onclick={props.on(action)} aria-label={label} title={label} aria-keyshortcuts={keys}>
                { icons::step(icon) }
            </button>
        }
    };
    // Where the view goes along with a program, it is the program that plays.
    let (play, play_icon) = match props.running {
        Some(Hold::Held(_)) if view.follows() => (text.play, "play"),
        Some(_) if view.follows() => (text.pause, "pause"),
        _ if view.is_playing => (text.pause, "pause"),
        _ => (text.play, "play"),
    };
    let on_play = props.dispatch.reform(|_: MouseEvent| Watch::PlayOrHold.into());
    html! {
        <div class="controls" role="group" aria-label={text.controls}>
            <div class="buttons">
                { button(LoopAction::Start, "start", text.start, "Home") }
                { button(LoopAction::Switch { backwards: true }, "switch-back", text.switch_back, "Shift+ArrowLeft") }
                { button(LoopAction::Step { backwards: true }, "back", text.back, "ArrowLeft") }
                <button class="quiet icon play" onclick={on_play} aria-label={play} title={play}
                    aria-keyshortcuts="Space">{ icons::step(play_icon) }</button>
                { button(LoopAction::Step { backwards: false }, "forward", text.forward, "ArrowRight") }
                { button(LoopAction::Switch { backwards: false }, "switch-forward", text.switch_forward, "Shift+ArrowRight") }
                <button class={classes!("quiet", "icon", "to-end", view.follows().then_some("follows"))} onclick={props.on(LoopAction::End)}
                    aria-label={text.end} title={text.end} aria-keyshortcuts="End" aria-pressed={view.follows().to_string()}>
                    { icons::step("end") }
                </button>
                { next_timer(props) }
                <span class="gap"></span>
                { unit(props) }
                { speed(props) }
                // It comes and goes: last, so that nothing moves away from under a finger.
                { hold(props) }
            </div>
            { position(props) }
            <div class="told">{ sentence(props) }{ ahead(props) }</div>
        </div>
    }
}

/// Leads to the next timer: where a program is held, by letting its clock jump there.
fn next_timer(props: &ViewProps) -> Html {
    let view = &props.view;
    let is_waiting = view.now().state.current_loop().is_some_and(|event_loop| !event_loop.timers.is_empty());
    if !is_waiting && view.trace.replay().stops().timers.is_empty() {
        return html! {};
    }
    let label = props.text().next_timer;
    let onclick = props.dispatch.reform(|_: MouseEvent| Watch::NextTimer.into());
    html! {
        <button class="quiet icon" {onclick} aria-label={label} title={label} aria-keyshortcuts="T">{ icons::step("timer") }</button>
    }
}

/// Holds the running program, or lets it go on.
fn hold(props: &ViewProps) -> Html {
    let text = props.text();
    let Some(hold) = props.running else { return html! {} };
    let label = match hold {
        Hold::Free => text.hold,
        Hold::Asked => text.holding,
        Hold::Held(_) => text.resume,
    };
    let onclick = props.dispatch.reform(|_: MouseEvent| LiveAction::HoldOrContinue.into());
    html! { <button class="quiet hold" {onclick}>{ label }</button> }
}

/// The choice of a unit.
fn unit(props: &ViewProps) -> Html {
    let text = props.text();
    let onchange = props.dispatch.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        LoopAction::Unit(Unit::from_name(&select.value()).unwrap_or_default()).into()
    });
    let option = |unit: Unit| {
        html! { <option value={unit.name()} selected={unit == props.view.preferences.unit}>{ (text.unit)(unit) }</option> }
    };
    let replay = props.view.trace.replay();
    let units =
        Unit::ALL.into_iter().filter(|unit| unit.is_in(&replay) || *unit == props.view.preferences.unit);
    html! {
        <label class="choice"><span>{ text.step_by }</span>
            <select class="unit" {onchange}>{ for units.map(option) }</select>
        </label>
    }
}

/// The choice of a speed.
fn speed(props: &ViewProps) -> Html {
    let onchange = props.dispatch.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        LoopAction::Speed(Speed::from_name(&select.value()).unwrap_or_default()).into()
    });
    let option = |speed: Speed| {
        html! { <option value={speed.name()} selected={speed == props.view.speed}>{ speed.name() }</option> }
    };
    html! {
        <label class="choice"><span class="unseen">{ props.text().speed }</span>
            <select class="speed" {onchange}>{ for Speed::ALL.into_iter().map(option) }</select>
        </label>
    }
}

/// The slider, and where it is.
pub(in crate::view) fn position(props: &ViewProps) -> Html {
    let (text, view) = (props.text(), &props.view);
    let (step, all) = (view.step(), view.trace.len());
    let oninput: Callback<InputEvent> = props.dispatch.reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        LoopAction::Scrub(input.value_as_number() as usize).into()
    });
    let onchange = props.dispatch.reform(|_: Event| LoopAction::Rest.into());
    let now = view.now();
    let sentence = if step == 0 { text.nothing_yet.to_owned() } else { now.sentence(text) };
    let words = (text.at_step)(step, all, &sentence);
    let turn = now.state.current_loop().map(|event_loop| event_loop.turn);
    let done = if all == 0 { 0.0 } else { step as f64 / all as f64 };
    html! {
        <div class="position">
            <input type="range" min="0" max={all.to_string()} value={step.to_string()} aria-label={text.position}
                aria-valuetext={words} style={format!("--done: {done:.4}")} {oninput} {onchange} />
            <p class="where">
                <span class="count">{ (text.of)(step, all) }</span>
                if let Some(turn) = turn {
                    <span class="turn-number">{ (text.turn)(turn) }</span>
                }
                <span class="clock">{ props.language.text().clock(now.state.clock) }</span>
                if view.trace.replay().first_failure().is_some() {
                    <button class="quiet failure" onclick={props.on(LoopAction::FirstFailure)}>{ text.first_failure }</button>
                }
            </p>
        </div>
    }
}

/// What happened, in a sentence.
pub(in crate::view) fn sentence(props: &ViewProps) -> Html {
    let (text, now) = (props.text(), props.view.now());
    if now.step == 0 {
        return html! { <p class="sentence">{ text.nothing_yet }</p> };
    }
    let line = now.line(&props.view.trace.replay());
    html! {
        <p class="sentence">
            if let Some(line) = line {
                { now.short_sentence(text) }{ " " }{ to_line(props, line) }
            } else {
                { now.sentence(text) }
            }
        </p>
    }
}

/// What comes of it; at the end of a run, where to go from there.
fn ahead(props: &ViewProps) -> Html {
    let (text, view) = (props.text(), &props.view);
    let then = view.ahead();
    let is_held = matches!(props.running, Some(Hold::Held(_))) && view.follows();
    if !then.is_empty() && !is_held {
        let sentence =
            |(step, told): &(usize, Statement)| to_step(props, *step, html! { text.short_sentence(told) });
        return html! { <p class="then">{ text.then }{ " " }{ for then.iter().map(sentence) }</p> };
    }
    if let (Some(Hold::Held(line)), true) = (props.running, view.follows()) {
        let link = line.map(|line| to_line(props, line));
        return html! { <p class="then">{ (text.held)(line) }{ " " }{ for link }</p> };
    }
    let is_over = !props.is_under_way && view.follows();
    html! { <p class="then">if is_over { { text.look_back } }</p> }
}
