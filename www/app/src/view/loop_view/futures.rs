//! Who awaits whom, and what the futures are that nobody sees.

use asyncio101::replay::{Branch, Standing, Status};
use asyncio101::trace::FutureId;
use yew::{Html, html};

use super::props::{ViewProps, more, to_line};
use crate::rules::loop_view::LoopAction;
use crate::rules::loop_view::labels::Labels;
use crate::rules::loop_view::lanes::Whose;
use crate::rules::loop_view::now::is_housekeeping;

/// As many tasks of the tree, and as many futures, as are shown.
const SHOWN: usize = 40;

/// Draws the tree of tasks.
pub(super) fn tree(props: &ViewProps) -> Html {
    props.with_labels(|labels| {
        let tree = labels.replay.await_tree(labels.state);
        let mut room = SHOWN;
        let roots = tree.roots.iter().filter(|root| {
            props.view.preferences.shows_internals || !is_housekeeping(labels.replay, labels.state.current, root.task)
        });
        let roots: Vec<Html> = roots.map_while(|root| branch(props, labels, root, &mut room)).collect();
        let cycle = |cycle: &Vec<FutureId>| {
            let names = cycle.iter().chain(cycle.first()).map(|id| labels.future(*id));
            let names = names.collect::<Vec<_>>().join(" → ");
            html! { <li class="cycle">{ (labels.text.cycle)(&names) }</li> }
        };
        if roots.is_empty() && tree.cycles.is_empty() {
            return html! { <p class="none">{ labels.text.no_tree }</p> };
        }
        let all = labels.state.pending_tasks().count();
        let hidden = if room == 0 { all.saturating_sub(SHOWN) } else { 0 };
        html! { <ul class="tree">{ for roots }{ for tree.cycles.iter().map(cycle) }{ more(props, hidden) }</ul> }
    })
}

/// A task and what it awaits; none if there is no room for it.
fn branch(props: &ViewProps, labels: Labels<'_>, branch: &Branch<'_>, room: &mut usize) -> Option<Html> {
    *room = room.checked_sub(1)?;
    let standing = labels.state.current_loop()?.futures.get(&branch.task)?.task.as_ref()?.standing;
    let [running, ready, waiting] = labels.text.states;
    let (class, standing) = match standing {
        Standing::Running => ("running", running),
        Standing::Ready(_) => ("ready", ready),
        Standing::Waiting(_) | Standing::Over => ("waiting", waiting),
    };
    let frames =
        branch.frames.iter().filter(|frame| props.view.preferences.shows_internals || !frame.library);
    let frame = frames.map(|frame| {
        let name = frame.function.rsplit_once("<locals>.").map_or(frame.function, |(_, local)| local);
        html! {
            <span class="frame">{ format!("{name}() ") }
                if labels.replay.names().is_in_program(frame) {
                    { to_line(props, frame.line) }
                }
            </span>
        }
    });
    let awaits: Vec<Html> =
        branch.awaits.iter().map_while(|awaited| self::branch(props, labels, awaited, room)).collect();
    let task = Whose::Task(labels.state.current, branch.task);
    let name = labels.future(branch.task);
    let label = (labels.text.next_run)(&name);
    Some(html! {
        <li key={branch.task.0}>
            <span class={format!("task {class}")}>
                <button class="to-step" title={label} onclick={props.on(LoopAction::NextRun(task))}>{ name }</button>
                <span class="standing">{ standing }</span>
                { for frame }
            </span>
            if !awaits.is_empty() {
                <ul>{ for awaits }</ul>
            }
        </li>
    })
}

/// Draws the futures that are not tasks.
pub(super) fn view(props: &ViewProps) -> Html {
    props.with_labels(|labels| {
        let Some(event_loop) = labels.state.current_loop() else { return html! {} };
        let all = || event_loop.futures.iter().filter(|(_, future)| future.task.is_none());
        let count = all().count();
        if count == 0 {
            return html! { <p class="none">{ labels.text.no_futures }</p> };
        }
        let entry = all().take(SHOWN).map(|(id, future)| {
            let callbacks: Vec<String> = future.callbacks.iter().map(|callback| labels.callee(*callback)).collect();
            let waiters = future.waiters.iter().chain(&future.awaited_by).copied();
            let waiters = labels.futures(waiters);
            let is_resolved_later = labels.replay.future(labels.state.current, *id).is_some_and(|record| record.done.is_some());
            let class = if future.status == Status::Pending { "pending" } else { "over" };
            html! {
                <li key={id.0} {class}>
                    <span class="what">{ labels.future(*id) }</span>
                    <span class="standing">{ (labels.text.status)(future.status) }</span>
                    if !waiters.is_empty() {
                        <span>{ (labels.text.waited_for_by)(&waiters) }</span>
                    }
                    if !callbacks.is_empty() {
                        <span>{ (labels.text.will_call)(&callbacks.join(", ")) }</span>
                    }
                    if is_resolved_later {
                        <button class="to-line" onclick={props.on(LoopAction::Resolved((labels.state.current, *id)))}>{ labels.text.resolved }</button>
                    }
                </li>
            }
        });
        html! { <ul class="futures-list">{ for entry }{ more(props, count.saturating_sub(SHOWN)) }</ul> }
    })
}
