//! Who has a lock or a semaphore, and who waits for it.

use asyncio101::replay::say::english;
use asyncio101::replay::{PrimitiveRecord, Request};
use asyncio101::trace::PrimitiveId;
use yew::{Html, html};

use super::props::{ViewProps, more, to_step};
use crate::rules::loop_view::labels::Labels;

/// As many locks, and as many tasks that have one or wait for it, as are shown.
const SHOWN: usize = 12;

/// Draws those that the program has asked for.
pub(super) fn view(props: &ViewProps) -> Html {
    let step = props.view.step();
    props.with_labels(|labels| {
        let is_known =
            |record: &PrimitiveRecord| record.requests.first().is_some_and(|first| first.asked <= step);
        let all = || labels.replay.primitives().filter(|(_, record)| is_known(record));
        let count = all().count();
        if count == 0 {
            return html! { <p class="none">{ labels.text.no_locks }</p> };
        }
        let entries = all().take(SHOWN).map(|(id, record)| entry(props, labels, id, record));
        html! { <ul class="locks-list">{ for entries }{ more(props, count.saturating_sub(SHOWN)) }</ul> }
    })
}

/// One of them: who has it, and who waits, first who is next.
fn entry(props: &ViewProps, labels: Labels<'_>, id: PrimitiveId, record: &PrimitiveRecord) -> Html {
    let step = props.view.step();
    let holders: Vec<&Request> = labels.replay.holders(id, step).collect();
    let queue: Vec<&Request> = labels.replay.queue(id, step).collect();
    let people = |requests: &[&Request], led_to: fn(&Request) -> usize| {
        let person = |request: &&Request| to_step(props, led_to(request), html! { { who(labels, request) } });
        let people: Vec<Html> = requests.iter().take(SHOWN).map(person).collect();
        let left = requests.len().saturating_sub(SHOWN);
        html! { <>{ for people }if left > 0 { <span class="value">{ (labels.text.more)(left) }</span> }</> }
    };
    html! {
        <li key={id.0}>
            <span class="what">{ labels.replay.names().text(record.name) }</span>
            if holders.is_empty() {
                <span class="standing">{ labels.text.free }</span>
            } else {
                <span class="holders">
                    <span class="standing">{ labels.text.held_by }</span>
                    { people(&holders, |request| request.acquired.unwrap_or(request.asked)) }
                </span>
            }
            if !queue.is_empty() {
                <span class="queue-of-lock">
                    <span class="standing">{ labels.text.waited_for }</span>
                    { people(&queue, |request| request.asked) }
                </span>
            }
        </li>
    }
}

/// Whose a request is.
fn who(labels: Labels<'_>, request: &Request) -> String {
    match request.task {
        Some((in_loop, task)) => english::name(&labels.replay.name(in_loop, task)),
        None => labels.text.callback.to_owned(),
    }
}
