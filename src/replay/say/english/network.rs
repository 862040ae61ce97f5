//! The network inside the process, in English.

use super::{actor_name, beginning, capitalised};
use crate::ids::Source;
use crate::replay::act::What;
use crate::replay::fact::{Actor, Came, Role, SocketFact, SocketName};
use crate::trace::{Loss, ResetReason};

/// What is watched, by its number.
#[must_use]
pub fn descriptor(source: Source) -> String {
    if let Some(number) = source.outside() {
        return format!("WebSocket {number}");
    }
    match source.inside() {
        Some(number) => format!("socket {number}"),
        None => format!("descriptor {}", source.0),
    }
}

/// What is watched, by its number; a connection that nobody has accepted yet has none.
#[must_use]
pub fn socket(name: &SocketName) -> String {
    match name.source {
        Some(source) => descriptor(source),
        None => format!("the connection from {}", or_unnamed(&name.remote)),
    }
}

/// So many bytes, in a unit that suits them.
#[must_use]
pub fn bytes(count: u64) -> String {
    match count {
        1 => "1 byte".to_owned(),
        0..10_000 => format!("{count} bytes"),
        10_000..10_000_000 => format!("{} kB", round(count as f64 / 1e3)),
        _ => format!("{} MB", round(count as f64 / 1e6)),
    }
}

/// About three digits.
fn round(value: f64) -> String {
    let digits = if value >= 100.0 { 0 } else { 1 };
    let text = format!("{value:.digits$}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn or_unnamed(address: &str) -> &str {
    if address.is_empty() { "a socket without a name" } else { address }
}

/// What came to a socket, and who did that: "12 bytes that B · work wrote at line 17".
#[must_use]
pub fn came(came: &Came) -> String {
    let at = came.line.map_or_else(String::new, |line| format!(" at line {line}"));
    let by = came.by.as_ref().map(|by| format!(" that {} wrote{at}", actor_name(by)));
    let who = came.by.as_ref().map_or_else(|| "the other end".to_owned(), actor_name);
    match came.what {
        What::Bytes(count) => bytes(count) + &by.unwrap_or_default(),
        What::Datagram(count) => format!("a datagram of {}", bytes(count)) + &by.unwrap_or_default(),
        What::End => format!("the end: {who} writes no more{}", since(&at)),
        What::Reset(reason) => reset(reason).to_owned(),
        What::Call => format!("{who} connects{at}"),
        What::Answer => "it is connected".to_owned(),
        What::Refusal => "nobody listens there".to_owned(),
        What::Room => format!("there is room again, for {who} has read{at}"),
    }
}

fn since(at: &str) -> String {
    if at.is_empty() { String::new() } else { format!(", since{}", at.replacen(" at", "", 1)) }
}

/// Why a connection is over.
fn reset(reason: ResetReason) -> &'static str {
    match reason {
        ResetReason::Unread => "the other end was closed with something unread in it",
        ResetReason::Abort => "the other end has broken the connection off",
        ResetReason::Gone => "something was sent to the other end, which is closed",
        ResetReason::NotAccepted => "whoever listened was closed, and had not accepted it",
        ResetReason::GivenUp => "whoever called had given up meanwhile",
    }
}

pub(super) fn fact(by: Option<&Actor>, name: &SocketName, what: &SocketFact) -> String {
    let actor = by.map_or_else(|| "The network".to_owned(), beginning);
    let it = socket(name);
    let beginning = capitalised(&it);
    match what {
        SocketFact::IsMade(false) => format!("{actor} opens {it}"),
        SocketFact::IsMade(true) => format!("{actor} opens {it}, for datagrams"),
        SocketFact::HasAddress => format!("{beginning} has the address {}", or_unnamed(&name.address)),
        SocketFact::Listens(most) => {
            format!("{beginning} listens at {}: {most} may wait to be accepted", or_unnamed(&name.address))
        }
        SocketFact::Calls => format!("{actor} begins to connect {it} with {}", or_unnamed(&name.remote)),
        SocketFact::IsCalled(from) => {
            format!("A connection from {} waits at {it} to be accepted", or_unnamed(from))
        }
        SocketFact::IsConnected if name.role == Role::Alone => {
            format!("{beginning} is connected with another one")
        }
        SocketFact::IsConnected => format!("{beginning} is connected with {}", or_unnamed(&name.remote)),
        SocketFact::IsRefused => {
            format!("Nobody listens at {}: {it} is refused", or_unnamed(&name.remote))
        }
        SocketFact::IsAccepted => {
            format!("{actor} accepts the connection from {}: {it}", or_unnamed(&name.remote))
        }
        SocketFact::Sends { bytes: count, arrives_at: Some(there) } => {
            format!("{actor} sends {} from {it} to {}", bytes(*count), socket(there))
        }
        SocketFact::Sends { bytes: count, arrives_at: None } => {
            format!("{actor} sends {} from {it}: they are on the way", bytes(*count))
        }
        SocketFact::Arrives(count) => format!("{} arrive at {it}", bytes(*count)),
        SocketFact::IsIgnored(count) => {
            format!("{} arrive at {it}, where nobody reads any more", bytes(*count))
        }
        SocketFact::Reads(count) => format!("{actor} reads {} from {it}", bytes(*count)),
        SocketFact::ReadsTheEnd => format!("{actor} reads from {it} that this was all"),
        SocketFact::Ends => format!("{beginning} sends no more: the end of the stream goes to the other end"),
        SocketFact::EndArrives => format!("The end of the stream arrives at {it}"),
        SocketFact::IsReset(reason) => format!("{beginning} is reset: {}", reset(*reason)),
        SocketFact::Closes => format!("{actor} closes {it}"),
        SocketFact::SendsDatagram { bytes: count, to } if to.is_empty() => {
            format!("{actor} sends a datagram of {} from {it}", bytes(*count))
        }
        SocketFact::SendsDatagram { bytes: count, to } => {
            format!("{actor} sends a datagram of {} from {it} to {to}", bytes(*count))
        }
        SocketFact::DatagramArrives => format!("A datagram arrives at {it}"),
        SocketFact::LosesDatagram(Loss::OnTheWay) => {
            format!("A datagram from {it} is lost on the way, and nobody is told")
        }
        SocketFact::LosesDatagram(Loss::NoRoom) => {
            format!("A datagram from {it} is lost: where it arrived, there was no room for it")
        }
        SocketFact::LosesDatagram(Loss::Nobody) => {
            format!("A datagram from {it} is lost: nobody takes any where it arrived")
        }
    }
}

/// A socket was never closed, and what would have closed it.
pub(super) fn never_closed(name: &SocketName) -> String {
    let it = capitalised(&socket(name));
    match name.role {
        Role::Listener => format!(
            "{it}, which listens at {}, was never closed: an `async with` of the server closes it at its end",
            or_unnamed(&name.address)
        ),
        Role::Caller | Role::Called if !name.remote.is_empty() => format!(
            "{it}, connected with {}, was never closed: call writer.close(), and await writer.wait_closed()",
            name.remote
        ),
        _ => format!("{it} was never closed"),
    }
}

pub(super) fn buffers(name: &SocketName, count: u64, high_water: u64, is_paused: bool) -> String {
    let it = socket(name);
    match (count, is_paused) {
        (0, _) => format!("The transport of {it} has sent all it had in its buffer"),
        (_, false) => {
            format!("The transport of {it} has {} in its buffer that could not be sent yet", bytes(count))
        }
        (_, true) if count <= high_water => format!(
            "The transport of {it} still has {} in its buffer that could not be sent yet, and goes on asking to pause",
            bytes(count)
        ),
        (_, true) => format!(
            "The transport of {it} has {} in its buffer that could not be sent yet, and asks to pause: more than {} are too much",
            bytes(count),
            bytes(high_water)
        ),
    }
}
