//! What is said of an order of lines that somebody has guessed.

use super::{actor_name, beginning, capitalised, name, order};
use crate::replay::Line;
use crate::replay::fact::Actor;
use crate::replay::happens_before::Tie;
use crate::replay::judge::Verdict;

/// What is to be said of an order of lines.
#[must_use]
pub fn verdict(verdict: &Verdict, lines: &[Line]) -> String {
    let text = |line: &usize| lines[*line].text.as_str();
    match verdict {
        Verdict::Right => "That is the order.".to_owned(),
        Verdict::Possible { swapped: (first, second), because } => format!(
            "Nothing in the program forbids that order; but in this run “{}” came before “{}”. {}",
            text(first),
            text(second),
            order(because)
        ),
        Verdict::Impossible { swapped: (first, second), because } => {
            let ties: Vec<_> = because.iter().map(tie).collect();
            format!(
                "“{}” cannot come before “{}”. {}.",
                text(second),
                text(first),
                capitalised(&ties.join("; "))
            )
        }
    }
}

fn tie(tie: &Tie) -> String {
    match tie {
        Tie::OneGo(actor) => {
            format!("{} does both in one go, and nothing else runs in between", whose(actor))
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
        Tie::Awaits(who, what) => format!("{} waits until {} is done", whose(who), name(what)),
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
