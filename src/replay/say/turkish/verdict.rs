//! What is said, in Turkish, of an order of lines that somebody has guessed.

use super::{actor_name, beginning, english, name, order};
use crate::replay::Line;
use crate::replay::fact::Actor;
use crate::replay::happens_before::Tie;
use crate::replay::judge::Verdict;

/// What is to be said of an order of lines.
#[must_use]
pub fn verdict(verdict: &Verdict, lines: &[Line]) -> String {
    let text = |line: &usize| lines[*line].text.as_str();
    match verdict {
        Verdict::Right => "Doğru sıra bu.".to_owned(),
        Verdict::Possible { swapped: (first, second), because } => format!(
            "Programda bu sırayı engelleyen bir şey yok; ama bu çalışmada “{}”, “{}” satırından önce geldi. {}",
            text(first),
            text(second),
            order(because)
        ),
        Verdict::Impossible { swapped: (first, second), because } => {
            let ties: Vec<_> = because.iter().map(tie).collect();
            format!(
                "“{}”, “{}” satırından önce gelemez. {}.",
                text(second),
                text(first),
                english::capitalised(&ties.join("; "))
            )
        }
    }
}

fn tie(tie: &Tie) -> String {
    match tie {
        Tie::OneGo(actor) => {
            format!("{} ikisini de tek seferde yapar, arada başka bir şey çalışmaz", whose(actor))
        }
        Tie::InOrder(actor) => format!("{} ikisini de sırayla yapar", whose(actor)),
        Tie::Asks(Actor::Program, second @ Actor::Task(_)) => {
            format!("{} döngü çalışınca başlar", whose(second))
        }
        Tie::Asks(first, second @ Actor::Task(_)) => format!(
            "{} en erken, onu oluşturan sırasını bırakınca başlar; o zamana kadar başka bir şey çalışmaz; oluşturan: {}",
            whose(second),
            actor_name(first)
        ),
        Tie::Asks(first, second) => {
            format!("{} şunun çağrılmasını ister: {}", whose(first), actor_name(second))
        }
        Tie::Awaits(who, what) => format!("{} şunun bitmesini bekler: {}", whose(who), name(what)),
        Tie::Item(first, second, queue) if first == second => {
            format!("{queue} içindekiler konuldukları sırayla çıkar; alan: {}", actor_name(second))
        }
        Tie::Item(first, second, queue) => {
            format!("{} {queue} içinden ancak şundan sonrakini alır: {}", whose(second), actor_name(first))
        }
        Tie::Room(first, second, queue) => {
            format!("{} {queue} içinde yer açılmasını bekler; yer açan: {}", whose(second), actor_name(first))
        }
        Tie::HadToWait(first, second) => format!(
            "{} iptal edildiğinde ya da uyandırıldığında orada bekliyor olmalı, yoksa bütün bunları yazamazdı; iptal eden ya da uyandıran: {}",
            whose(first),
            actor_name(second)
        ),
        Tie::Sends(first, second) => {
            format!("{} gönderileni bekler; gönderen: {}", whose(second), actor_name(first))
        }
        Tie::Outside => "döngü çalışırken programın döngü dışındaki kısmı durur".to_owned(),
        Tie::Section(primitive, 1) => format!("{primitive} aynı anda yalnızca birinde olabilir"),
        Tie::Section(primitive, room) => {
            format!("{primitive} içinde aynı anda en çok {room} task’a yer vardır")
        }
    }
}

/// As the subject of a sentence.
fn whose(actor: &Actor) -> String {
    match actor {
        Actor::Program => "programın döngü dışındaki kısmı".to_owned(),
        actor => beginning(actor),
    }
}
