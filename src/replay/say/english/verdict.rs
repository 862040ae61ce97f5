//! What is said of an order of lines that somebody has guessed.

use super::{actor_name, beginning, capitalised, in_program, order};
use crate::replay::Line;
use crate::replay::fact::Actor;
use crate::replay::happens_before::Tie;
use crate::replay::judge::Verdict;
use crate::replay::lines::place_among_same;

/// What is to be said of an order of lines.
#[must_use]
pub fn verdict(verdict: &Verdict, lines: &[Line]) -> String {
    match verdict {
        Verdict::Right => "That is the order.".to_owned(),
        Verdict::Possible { swapped: (first, second), is_queued: true, because } => format!(
            "asyncio does not print that: it runs what is ready in the order in which it became ready, and {} was in line \
             before {} could be. {}",
            line(lines, *first),
            line(lines, *second),
            order(because)
        ),
        Verdict::Possible { swapped: (first, second), is_queued: false, because } => format!(
            "Only with other times than in this run could that be the order: here {} came before {}, and asyncio runs what \
             is ready in the order in which it became ready. {}",
            line(lines, *first),
            line(lines, *second),
            order(because)
        ),
        Verdict::Impossible { swapped: (first, second), around, because } => {
            let ties: Vec<_> = because.iter().map(tie).collect();
            let (first, second) = (line(lines, *first), line(lines, *second));
            let place = match around {
                Some(around) => format!("between {} and {first}", line(lines, *around)),
                None => format!("before {first}"),
            };
            format!("{} cannot come {place}. {}.", second, capitalised(&ties.join("; ")))
        }
    }
}

/// A line, and which of those it is that say the same.
fn line(lines: &[Line], at: usize) -> String {
    let text = &lines[at].text;
    match place_among_same(lines, at) {
        Some(place) => format!("“{text}” (no. {place})"),
        None => format!("“{text}”"),
    }
}

fn tie(tie: &Tie) -> String {
    match tie {
        Tie::OneGo(actor) => {
            format!("{} does both in one go, and its loop runs nothing else in between", whose(actor))
        }
        Tie::InOrder(actor) => format!("{} does one after the other", whose(actor)),
        Tie::Asks(Actor::Program, second @ Actor::Task(_)) => {
            format!("{} begins when the loop runs", whose(second))
        }
        Tie::Asks(first, second @ Actor::Task(_)) => format!(
            "{} begins at the earliest when {}, which makes it, gives way: until then nothing else runs",
            whose(second),
            actor_name(first)
        ),
        Tie::Asks(first, second) => format!("{} asks for {}", whose(first), actor_name(second)),
        Tie::Awaits(who, what) => format!("{} waits until {} is done", whose(who), in_program(what)),
        Tie::CancelsAndGoesOn(first, second) => format!(
            "{} calls cancel() and goes on without giving way; {} gets the CancelledError in its next step, after that",
            whose(first),
            actor_name(second)
        ),
        Tie::GoesOn(first, second) => format!(
            "{} has done that by then, but goes on without giving way; {} has its next step after that",
            whose(first),
            actor_name(second)
        ),
        Tie::Item(first, second, queue) if first == second => {
            format!(
                "what comes out of {queue} comes in the order in which it was put in, to {}",
                actor_name(second)
            )
        }
        Tie::Item(first, second, queue) => {
            format!("{} takes out of {queue} what comes after {}", whose(second), actor_name(first))
        }
        Tie::Room(first, second, queue) => {
            format!("{} waits for the room that {} makes in {queue}", whose(second), actor_name(first))
        }
        Tie::HadToWait(first, second) => format!(
            "{} has to be waiting there when {} cancels or notifies it: otherwise it would not come to print all this",
            whose(first),
            actor_name(second)
        ),
        Tie::Sends(first, second) => format!("{} waits for what {} sends", whose(second), actor_name(first)),
        Tie::Outside => "the program outside of the loop stands still while the loop runs".to_owned(),
        Tie::Section(primitive, 1) => format!("only one at a time can have {primitive}"),
        Tie::Section(primitive, room) => format!("only {room} at a time can have a place in {primitive}"),
    }
}

/// As the subject of a sentence.
fn whose(actor: &Actor) -> String {
    match actor {
        Actor::Program => "the program outside of the loop".to_owned(),
        actor => beginning(actor),
    }
}
