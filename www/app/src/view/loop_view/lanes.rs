//! The tasks over time: a lane for each, as many lanes and as much time as there is room for.

use asyncio101::replay::Standing;
use wasm_bindgen::JsCast as _;
use web_sys::Element;
use yew::{
    Callback, Html, MouseEvent, classes, component, html, use_effect_with, use_mut_ref, use_node_ref,
    use_state,
};

use super::props::{ViewProps, to_line};
use super::scroll::use_scroll;
use crate::edge::resize::ResizeListener;
use crate::rules::loop_view::lanes::{
    self, Arrow, COLUMN, Kind, Label, Lane, Made, Piece, ROW, SCALE, Tick, Whose, Window, sign,
};
use crate::rules::loop_view::{Axis, LoopAction, Panel, table};
use crate::rules::picture::{Format, Picture, Subject};
use crate::rules::stage::Watch;

/// The most lanes that are in sight at once; the style sheet gives them this room.
const LANES: usize = 9;
/// The width of a character on the scale, more or less.
const CHARACTER: f64 = 7.0;

/// Draws the lanes.
#[component]
pub(super) fn Lanes(props: &ViewProps) -> Html {
    let (text, view) = (props.text(), &props.view);
    let (time, rows) = (use_node_ref(), use_node_ref());
    let width = use_state(|| 480.0_f64);
    let first = use_mut_ref(|| 0);
    use_effect_with((), {
        let (time, width) = (time.clone(), width.clone());
        move |()| {
            let listener = time.cast().map(|element: Element| {
                let measured = element.clone();
                ResizeListener::new(&element, move || width.set(f64::from(measured.client_width())))
            });
            move || drop(listener)
        }
    });

    let replay = view.trace.replay();
    let all = lanes::lanes(&replay, view.preferences.shows_internals);
    let window = match view.preferences.axis {
        Axis::Order => {
            let count = (*width / COLUMN).max(1.0) as usize;
            // Behind the last callback there is room for how its task ended.
            let columns = lanes::columns_of(&replay, &all) + 1;
            let current = lanes::column_of(&replay, view.step()).min(columns - 1);
            let begins = lanes::follow(*first.borrow(), count, current, columns);
            *first.borrow_mut() = begins;
            Window::Order { first: begins, count }
        }
        Axis::Time => Window::time(&replay, *width),
    };
    let (is_cut_before, is_cut_after) = match window {
        Window::Order { first, count } => (first > 0, first + count < lanes::columns_of(&replay, &all)),
        Window::Time { .. } => (false, false),
    };
    let cut = classes!(is_cut_before.then_some("goes-on-before"), is_cut_after.then_some("goes-on-after"));
    let shown = LANES.min(all.len());
    // The lane of the task that runs stays in sight.
    let running = lanes::running(&replay, &view.now().state);
    let row = running.and_then(|running| all.iter().position(|whose| *whose == running));
    let height = ROW * shown as f64;
    let (top, onscroll) = use_scroll(rows.clone(), row, (view.step(), all.len()), ROW, height);
    let range = table::in_sight(all.len(), ROW, top, height);
    let above = range.start as f64 * ROW;
    let picture = lanes::picture(&replay, &all[range], window, view.step());
    let onclick = choose(props, window);
    html! {
            <>
                { tools(props) }
                <div class={classes!("lanes-frame", cut)}>
                    <div class="scale" aria-hidden="true">
                        if view.preferences.axis == Axis::Order {
                            <span class="unit">{ text.turns }</span>
                        }
    <div class="time" ref={time}>{ scale(props, &picture) }</div></div>
                    <div class="rows" ref={rows} tabindex="0" role="group" aria-label={(text.panel)(Panel::Lanes)}
                        style={format!("height: {}px", ROW * shown as f64)} {onscroll}>
                        <div class="all" style={format!("height: {}px", all.len() as f64 * ROW)}>
                            <ul style={format!("top: {above}px")}>{ for picture.lanes.iter().map(|lane| name(props, lane, running == Some(lane.whose))) }</ul>
                            { draw(&picture, above, (text.lanes)(all.len()), onclick) }
                        </div>
                    </div>
                </div>
                if all.is_empty() {
                    <p class="none">{ if props.is_under_way { text.no_tasks_yet } else { text.no_tasks } }</p>
                }
                { standing(props) }
                { legend(props) }
            </>
        }
}

/// What a click on the picture does: on a piece it leads to its step, elsewhere to the callback at that time.
fn choose(props: &ViewProps, window: Window) -> Callback<MouseEvent> {
    let (view, dispatch) = (props.view.clone(), props.dispatch.clone());
    Callback::from(move |event: MouseEvent| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        let step = target.get_attribute("data-step").and_then(|step| step.parse().ok());
        let step = step.or_else(|| {
            let left = target.closest("svg").ok()??.get_bounding_client_rect().left();
            Some(window.step_at(&view.trace.replay(), f64::from(event.client_x()) - left))
        });
        let lane = target.closest("[data-lane]").ok().flatten();
        let whose = lane.and_then(|lane| Whose::of_attribute(&lane.get_attribute("data-lane")?));
        match (step, whose) {
            (Some(step), Some(whose)) => dispatch.emit(LoopAction::InLane(step, whose).into()),
            (Some(step), None) => dispatch.emit(LoopAction::GoTo(step).into()),
            (None, _) => {}
        }
    })
}

/// How the task stands whose lane was chosen, and where: beside the lanes, where the reader has just been.
fn standing(props: &ViewProps) -> Html {
    let Some(Whose::Task(in_loop, id)) = props.view.chosen else { return html! {} };
    let state = &props.view.now().state;
    if in_loop != state.current {
        return html! {};
    }
    props.with_labels(|labels| {
        let Some(words) = labels.standing(id) else { return html! {} };
        let task = state.current_loop().and_then(|event_loop| event_loop.futures.get(&id)?.task.as_ref());
        let waits = task.filter(|task| matches!(task.standing, Standing::Waiting(_)));
        let place = waits.and_then(|task| labels.replay.names().program_place(task.suspended_at));
        html! {
            <p class="chosen">
                { words }
                if let Some(place) = place {
                    { " " }{ to_line(props, place.line) }
                }
            </p>
        }
    })
}

/// The choice of an axis, and the picture as a file.
fn tools(props: &ViewProps) -> Html {
    let text = props.text();
    let picture = Picture { subject: Subject::Run, format: Format::Svg, language: props.language };
    let save = props.dispatch.reform(move |_: MouseEvent| Watch::SavePicture(picture).into());
    let axis = |axis: Axis, label: &'static str| {
        html! {
            <button class="quiet toggle" aria-pressed={(props.view.preferences.axis == axis).to_string()} onclick={props.on(LoopAction::Axis(axis))}>{ label }</button>
        }
    };
    let [order, time] = text.axes;
    html! {
        <div class="tools" role="group" aria-label={text.axis}>
            { axis(Axis::Order, order) }
            { axis(Axis::Time, time) }
            if !cfg!(feature = "player") {
                <button class="quiet" onclick={save}>{ text.picture }</button>
            }
        </div>
    }
}

/// The turns, or the clock.
fn scale(props: &ViewProps, picture: &lanes::Picture) -> Html {
    let label = |label: Label| {
        let anchor = if label.is_before { "end" } else { "start" };
        html! { <text x={label.x.to_string()} y="15" text-anchor={anchor}>{ label.text }</text> }
    };
    let labels = picture.labels(props.text().words, CHARACTER);
    html! {
        <svg class="ticks" width={picture.width.to_string()} height={SCALE.to_string()}>{ for labels.into_iter().map(label) }</svg>
    }
}

/// Whose a lane is: a button that leads to the next time it runs.
fn name(props: &ViewProps, lane: &Lane, is_running: bool) -> Html {
    let (name, call) = lane.labels(props.text().words);
    let label = (props.text().next_run)(&lane.label(props.text().words));
    html! {
        <li key={format!("{:?}", lane.whose)}>
            <button title={label.clone()} aria-label={label} class={is_running.then_some("running")} onclick={props.on(LoopAction::NextRun(lane.whose))}>
                { name }<span>{ call }</span>
            </button>
        </li>
    }
}

/// The lanes themselves.
fn draw(picture: &lanes::Picture, above: f64, label: String, onclick: Callback<MouseEvent>) -> Html {
    let height = picture.lanes.len() as f64 * ROW;
    let (from, column) = picture.cursor;
    let to_come = (from + column).max(0.0);
    let line = |(x, _): &(f64, Tick)| html! { <path class="tick" d={format!("M{x:.1} 0V{height}")} /> };
    let lane = |(row, lane): (usize, &Lane)| {
        html! { <g key={format!("{:?}", lane.whose)} data-lane={lane.whose.attribute()}>{ for lane.pieces.iter().map(|piece| draw_piece(piece, row as f64 * ROW)) }</g> }
    };
    html! {
        <svg class="lanes-picture" role="img" aria-label={label} style={format!("top: {above}px")} width={picture.width.to_string()} height={height.to_string()} {onclick}>
            <rect class="cursor" x={from.to_string()} y="0" width={column.to_string()} height={height.to_string()} />
            { for picture.ticks.iter().map(line) }
            { for picture.lanes.iter().enumerate().map(lane) }
            if let Some(cause) = &picture.cause {
                { draw_cause(cause) }
            }
            if to_come < picture.width {
                <rect class="to-come" x={to_come.to_string()} y="0" width={(picture.width - to_come).to_string()} height={height.to_string()} />
            }
        </svg>
    }
}

/// From what made the running task ready, an arrow to where it became so.
fn draw_cause(cause: &Made) -> Html {
    let (x, Arrow { from, edge, tip }) = (cause.x, cause.arrow());
    html! {
        <g class="cause">
            <path class="line" d={format!("M{x:.1} {from}V{edge}")} />
            <path class="tip" d={format!("M{:.1} {edge}h7L{x:.1} {tip}z", x - 3.5)} />
            if cause.by.is_some() {
                <circle cx={x.to_string()} cy={from.to_string()} r="2.5" />
            }
        </g>
    }
}

/// A piece of a lane.
fn draw_piece(piece: &Piece, top: f64) -> Html {
    let (x, width, middle) = (piece.from, piece.to - piece.from, top + ROW / 2.0);
    let step = piece.step.to_string();
    match piece.kind {
        Kind::Running => {
            let wide = width > 16.0;
            let round = if wide { "3" } else { "1" };
            html! {
                <>
                    <rect class="is-run" data-step={step.clone()} x={(x + 1.0).to_string()} y={(top + 5.0).to_string()} width={(width - 2.0).max(2.0).to_string()} height={(ROW - 10.0).to_string()} rx={round} />
                    if wide {
                        <text class="number" data-step={step} x={(x + width / 2.0).to_string()} y={(middle + 3.5).to_string()}>{ piece.number }</text>
                    }
                </>
            }
        }
        Kind::Ready => html! {
            <rect class="is-ready" data-step={step} x={(x + 0.5).to_string()} y={(top + 8.5).to_string()} width={(width - 1.0).max(1.0).to_string()} height={(ROW - 17.0).to_string()} rx="1" />
        },
        Kind::Waiting => html! {
            <path class="is-wait" data-step={step} d={format!("M{x:.1} {middle}h{width:.1}")} />
        },
        Kind::Over(status) => html! {
            <text class={format!("over {status:?}")} data-step={step} x={(x + 3.0).to_string()} y={(middle + 4.0).to_string()}>{ sign(status) }</text>
        },
    }
}

/// The arrow from what made a task ready, as large as a letter.
fn arrow() -> Html {
    html! {
        <svg class="arrow" viewBox="0 0 16 10" aria-hidden="true">
            <path class="line" d="M2 5h8" /><path class="tip" d="M10 1.5v7L15 5z" /><circle cx="2.5" cy="5" r="2" />
        </svg>
    }
}

/// What the shapes mean.
fn legend(props: &ViewProps) -> Html {
    use asyncio101::replay::Status;
    let text = props.text();
    let [running, ready, waiting] = text.states;
    let over = |status| html! { <li><span class="glyph" aria-hidden="true">{ sign(status) }</span>{ (text.status)(status) }</li> };
    html! {
        <ul class="legend">
            <li><i class="is-run" aria-hidden="true"></i>{ running }</li>
            <li><i class="is-ready" aria-hidden="true"></i>{ ready }</li>
            <li><i class="is-wait" aria-hidden="true"></i>{ waiting }</li>
            { for [Status::Done, Status::Failed, Status::Cancelled].map(over) }
            if props.view.trace.replay().tasks().iter().any(|task| task.status == Status::Destroyed) {
                { over(Status::Destroyed) }
            }
            if props.view.preferences.axis == Axis::Order {
                <li>{ arrow() }{ text.words.made_ready }</li>
                <li>{ text.numbers }</li>
            }
        </ul>
    }
}
