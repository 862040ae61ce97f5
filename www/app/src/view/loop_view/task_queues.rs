//! What is in a queue between tasks, and who waits to get and to put.

use asyncio101::replay::{QueueRecord, QueueWait};
use asyncio101::trace::PrimitiveId;
use yew::{Html, html};

use super::props::{ViewProps, more, to_step};
use crate::rules::loop_view::labels::Labels;
use crate::rules::loop_view::now::short_name;

/// As many queues, and as many tasks that wait for one, as are shown.
const SHOWN: usize = 12;

/// Draws those that the program has used.
pub(super) fn view(props: &ViewProps) -> Html {
    let step = props.view.step();
    props.with_labels(|labels| {
        let is_known = |id: PrimitiveId, record: &QueueRecord| {
            record.contents_at(step).is_some() || labels.replay.waits_for_queue(id, step).next().is_some()
        };
        let all = || labels.replay.task_queues().filter(|(id, record)| is_known(*id, record));
        let count = all().count();
        if count == 0 {
            return html! { <p class="none">{ labels.text.no_task_queues }</p> };
        }
        let entries = all().take(SHOWN).map(|(id, record)| entry(props, labels, id, record));
        html! { <ul class="locks-list">{ for entries }{ more(props, count.saturating_sub(SHOWN)) }</ul> }
    })
}

/// One of them: what it holds, first what comes out next, and who waits, first who is next.
fn entry(props: &ViewProps, labels: Labels<'_>, id: PrimitiveId, record: &QueueRecord) -> Html {
    let (step, names) = (props.view.step(), labels.replay.names());
    let held = record.contents_at(step).copied();
    let (count, room) = held.map_or((0, 0), |held| (held.count, held.room));
    let items = held.filter(|held| held.count > 0).map(|held| names.text(held.items)).unwrap_or_default();
    let people = |is_for_item: bool, label: &str| {
        let waits = || labels.replay.waits_for_queue(id, step).filter(|wait| wait.is_for_item == is_for_item);
        let count = waits().count();
        if count == 0 {
            return html! {};
        }
        let who = |wait: &QueueWait| short_name(labels.replay, wait.task.0, wait.task.1);
        let people = waits().take(SHOWN).map(|wait| to_step(props, wait.step, html! { { who(wait) } }));
        html! {
            <span class="queue-of-lock">
                <span class="standing">{ label }</span>
                { for people }
                if count > SHOWN {
                    <span class="value">{ (labels.text.more)(count - SHOWN) }</span>
                }
            </span>
        }
    };
    let [get, put] = labels.text.wait_for_queue;
    html! {
        <li key={id.0}>
            <span class="what">{ names.text(record.name) }</span>
            <span class="standing">{ (labels.text.holds)(count, room, held.is_some_and(|held| held.is_shut)) }</span>
            if !items.is_empty() {
                <code class="items">{ items }</code>
            }
            { people(true, get) }
            { people(false, put) }
        </li>
    }
}
