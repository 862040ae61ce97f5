//! What is said, in Turkish, of an order of lines that somebody has guessed.

use super::{actor_name, beginning, english, in_program, order};
use crate::replay::Line;
use crate::replay::fact::Actor;
use crate::replay::happens_before::Tie;
use crate::replay::judge::Verdict;
use crate::replay::lines::place_among_same;

/// What is to be said of an order of lines.
#[must_use]
pub fn verdict(verdict: &Verdict, lines: &[Line]) -> String {
    match verdict {
        Verdict::Right => "Doğru sıra bu.".to_owned(),
        Verdict::Possible { swapped: (first, second), is_queued: true, because } => format!(
            "asyncio böyle yazmaz: Hazır olanları, hazır oldukları sırayla çalıştırır; {}, {} satırından önce kuyruktaydı. {}",
            line(lines, *first),
            line(lines, *second),
            order(because)
        ),
        Verdict::Possible { swapped: (first, second), is_queued: false, because } => format!(
            "Bu sıra ancak süreler bu çalışmadakinden başka olsaydı çıkabilirdi: Burada {}, {} satırından önce geldi; \
             asyncio da hazır olanları, hazır oldukları sırayla çalıştırır. {}",
            line(lines, *first),
            line(lines, *second),
            order(because)
        ),
        Verdict::Impossible { swapped: (first, second), around, because } => {
            let ties: Vec<_> = because.iter().map(tie).collect();
            let (first, second) = (line(lines, *first), line(lines, *second));
            let place = match around {
                Some(around) => format!("{} ile {first} arasına giremez", line(lines, *around)),
                None => format!("{first} satırından önce gelemez"),
            };
            format!("{second}, {place}. {}.", english::capitalised(&ties.join("; ")))
        }
    }
}

/// A line, and which of those it is that say the same.
fn line(lines: &[Line], at: usize) -> String {
    let text = &lines[at].text;
    match place_among_same(lines, at) {
        Some(place) => format!("{place}. “{text}”"),
        None => format!("“{text}”"),
    }
}

fn tie(tie: &Tie) -> String {
    match tie {
        Tie::OneGo(actor) => {
            format!("{} ikisini de tek seferde yapar, döngüsü arada başka bir şey çalıştırmaz", whose(actor))
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
        Tie::Awaits(who, what) => format!("{} şunun bitmesini bekler: {}", whose(who), in_program(what)),
        Tie::CancelsAndGoesOn(first, second) => format!(
            "{}, cancel() çağırdıktan sonra sırasını bırakmadan devam eder; CancelledError ancak ondan sonra, sonraki adımda \
             gelir; gelen: {}",
            whose(first),
            actor_name(second)
        ),
        Tie::GoesOn(first, second) => format!(
            "{} o sırada bunu yapmıştır, ama sırasını bırakmadan devam eder; sonraki adımı ancak ondan sonra gelen: {}",
            whose(first),
            actor_name(second)
        ),
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
