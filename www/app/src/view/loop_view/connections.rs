//! Who is connected with whom, and where the bytes are.

use asyncio101::ids::SocketId;
use asyncio101::replay::Buffer;
use yew::{Html, html};

use super::props::{ViewProps, more, to_step};
use crate::rules::loop_view::connections::{End, Entry, Standing, entries};
use crate::rules::loop_view::labels::Labels;

/// As many as are shown.
const SHOWN: usize = 12;

/// Draws what there is at the step.
pub(super) fn view(props: &ViewProps) -> Html {
    props.with_labels(|labels| {
        let all = entries(labels.replay, labels.state);
        if all.is_empty() {
            return html! { <p class="none">{ labels.text.no_connections }</p> };
        }
        let shown = all.iter().take(SHOWN).map(|it| entry(props, labels, it));
        html! { <ul class="connections-list">{ for shown }{ more(props, all.len().saturating_sub(SHOWN)) }</ul> }
    })
}

fn entry(props: &ViewProps, labels: Labels<'_>, entry: &Entry) -> Html {
    let text = labels.text;
    let (key, class, left, flow, right, standing) = match entry {
        Entry::Listener { at, waiting, backlog } => {
            let waiting = html! { <span class="standing">{ (text.waiting)(*waiting, *backlog) }</span> };
            (at.socket, "listener", end(props, labels, at), waiting, html! {}, None)
        }
        Entry::Datagrams(at) => {
            let flow = html! { <span class="standing">{ text.for_datagrams }</span> };
            (
                at.socket,
                "datagrams",
                end(props, labels, at),
                html! { <>{ flow }{ bytes(labels, None, 0, at.unread) }</> },
                html! {},
                None,
            )
        }
        Entry::Alone(at, standing) => {
            (at.socket, "alone", end(props, labels, at), html! {}, html! {}, Some(*standing))
        }
        Entry::Connection([one, other], standing) => {
            let [there, back] = [(one, other), (other, one)]
                .map(|(from, to)| bytes(labels, from.buffer, from.on_the_way, to.unread));
            let way = |(arrow, bytes): (&'static str, Html)| {
                html! { <span class="way"><span class="arrow" aria-hidden="true">{ arrow }</span>{ bytes }</span> }
            };
            let mut ways: Vec<Html> = [("→", there), ("←", back)]
                .into_iter()
                .filter_map(|(arrow, bytes)| Some(way((arrow, bytes?))))
                .collect();
            if ways.is_empty() {
                ways.push(way(("⇄", html! { <span class="unseen">{ text.nothing_under_way }</span> })));
            }
            let right = end(props, labels, other);
            (one.socket, "both", end(props, labels, one), html! { <>{ for ways }</> }, right, Some(*standing))
        }
    };
    let state = standing.map(|standing| {
        let class = match standing {
            Standing::Reset | Standing::Refused => "state bad",
            Standing::Open => "state open",
            _ => "state",
        };
        html! { <span {class}>{ (text.connection)(standing) }</span> }
    });
    html! {
        <li key={key.0} {class}>
            { left }
            <span class="flow">{ flow }</span>
            { right }
            { state }
        </li>
    }
}

/// One end: who has it, and which it is.
fn end(props: &ViewProps, labels: Labels<'_>, end: &End) -> Html {
    let text = labels.text;
    let who = match end.holder {
        Some((in_loop, task)) => labels.holder(in_loop, task),
        None => text.nobody.to_owned(),
    };
    html! {
        <span class="end">
            { to_step(props, end.step, html! { { who } }) }
            <span class="address">{ address(labels, end.socket) }</span>
            if end.is_closed {
                <span class="standing">{ text.end_is_closed }</span>
            }
        </span>
    }
}

/// The number of a socket and its address.
fn address(labels: Labels<'_>, id: SocketId) -> String {
    let name = labels.replay.socket_name(id, labels.state.step);
    let number = name.source.map(|_| (labels.text.socket)(&name));
    let parts = number.into_iter().chain(Some(name.address).filter(|address| !address.is_empty()));
    parts.collect::<Vec<_>>().join(" · ")
}

/// What goes in one direction: a bar for those who see it, and the numbers; nothing if nothing does.
fn bytes(labels: Labels<'_>, buffer: Option<Buffer>, on_the_way: u64, unread: u64) -> Option<Html> {
    let text = labels.text;
    let buffered = buffer.map_or(0, |buffer| buffer.bytes);
    let parts = [
        ("buffered", buffered, text.in_buffer),
        ("flying", on_the_way, text.on_the_way),
        ("unread", unread, text.unread),
    ];
    let parts = parts.into_iter().filter(|(_, bytes, _)| *bytes > 0);
    if buffered + on_the_way + unread == 0 {
        return None;
    }
    let bar = parts
        .clone()
        .map(|(class, bytes, _)| html! { <i {class} style={format!("flex-grow: {bytes}")}></i> });
    let numbers = parts.map(|(_, bytes, say)| say(bytes));
    let paused = buffer.filter(|buffer| buffer.is_paused).map(|buffer| (text.paused)(buffer.high_water));
    let numbers = numbers.chain(paused).collect::<Vec<_>>().join(", ");
    Some(html! {
        <>
            <span class="bar" aria-hidden="true">{ for bar }</span>
            <span class="numbers">{ numbers }</span>
        </>
    })
}
