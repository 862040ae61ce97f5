//! Turkish.
//!
//! Names stand where they need no suffix: nobody knows how the name of a task is pronounced.

mod cancelled;
mod fault;
mod network;
mod verdict;
mod words;

use super::english;
use crate::replay::Order;
use crate::replay::fact::{
    Actor, Awaited, Because, Callee, Canceller, CutShort, Fact, Fault, Hindrance, InLine, Name, Spot,
    Statement, Until,
};
use crate::selector::Timeout;
use crate::trace::format::{Damage, FormatError};
use crate::trace::{GeneratorEvent, QueueEvent, Stream};

use cancelled::cause;

pub use cancelled::canceller;
pub use fault::fault;
pub use network::{bytes, came, descriptor as source, socket};
pub use verdict::verdict;
pub use words::WORDS;

/// What happened in a step, in one sentence.
#[must_use]
pub fn sentence(told: &Statement) -> String {
    let outside = if told.is_of_thread { Actor::Thread } else { Actor::Program };
    let mut sentence = fact(&told.fact, &outside);
    match &told.spot {
        Some(Spot { line, function: None }) => sentence.push_str(&format!(" ({line}. satır)")),
        Some(Spot { line, function: Some(function) }) => {
            sentence.push_str(&format!(" ({line}. satır, {function})"));
        }
        None => {}
    }
    sentence.push('.');
    sentence
}

/// Tasks that await each other.
pub const IN_A_CIRCLE: &str = "birbirini bekliyor";

/// What is told of a step that is not the one before it.
pub(super) fn at_step(step: usize, what: &str) -> String {
    format!("{step}. adım: {what}")
}

/// More happened than is recorded.
pub(super) fn is_full(steps: usize) -> String {
    format!("Kayıt doldu: Bunlar ilk {steps} adım.")
}

/// Why a trace cannot be read.
#[must_use]
pub fn unreadable(error: &FormatError) -> String {
    match error {
        FormatError::NoTrace => "bu bir asyncio101 kaydı değil: öyle başlamıyor".to_owned(),
        FormatError::Version(version) => {
            format!("bu kayıt, biçimin {version}. sürümüyle yazılmış; burada yalnızca 1. sürüm biliniyor")
        }
        FormatError::NoStep => "bu kayıt ilk adımından önce bitiyor".to_owned(),
        FormatError::Damaged { at, damage } => format!("bu kayıt {at}. byte’ta bozuk: {}", told(*damage)),
    }
}

/// What is wrong with it.
fn told(damage: Damage) -> String {
    let told = match damage {
        Damage::Tag(tag) => return format!("hiçbir öğe {tag:#04x} ile başlamaz"),
        Damage::Number => "bir sayı hatalı yazılmış ya da çok büyük",
        Damage::Value => "bir alanda anlamı olmayan bir değer var",
        Damage::Length => "bir metin, yazılan en uzun metinden uzun",
        Damage::Utf8 => "bir metin UTF-8 değil",
        Damage::Text => "henüz gelmemiş bir metni gösteriyor",
        Damage::Place => "henüz gelmemiş bir yeri gösteriyor",
        Damage::Stack => "henüz gelmemiş bir çağrı yığınını gösteriyor",
        Damage::Depth => "bir çağrı yığını, yazılan en derin yığından derin",
        Damage::Details => "ayrıntılar hiçbir olaya ait değil",
        Damage::Clock => "saat, sayabileceğinden ileri gidiyor",
        Damage::BehindFull => "dolduğunu söylüyor, ama devam ediyor",
    };
    told.to_owned()
}

/// There are no tasks.
pub(super) fn no_task(step: usize, steps: usize) -> String {
    format!("{steps} adımın {step}. adımında bitmemiş task yok.")
}

/// Why one step came after another, in a sentence or two.
#[must_use]
pub fn order(order: &Order) -> String {
    let hindrance = hindrance(&order.hindrance);
    match &order.cut_short {
        Some(CutShort { task, by: Canceller::Timeout(0) }) => {
            format!(
                "{hindrance} Sonra, kurulduğunda vakti gelmiş bir zaman aşımı şunu iptal etti: {}.",
                name(task)
            )
        }
        Some(CutShort { task, by: Canceller::Timeout(after) }) => {
            let (actor, after) = (name(task), duration(*after));
            format!(
                "{hindrance} Sonra bir zaman aşımı, kurulmasından {after} sonra, şunu iptal etti: {actor}."
            )
        }
        Some(CutShort { task, by }) => {
            format!("{hindrance} Sonra {} iptal edildi; nedeni: {}.", name(task), canceller(by))
        }
        None => hindrance,
    }
}

/// What kept the later one from being first, in one sentence.
fn hindrance(hindrance: &Hindrance) -> String {
    let sentence = match hindrance {
        Hindrance::OneGo(actor) => {
            format!("{} ikisini de tek seferde yaptı: Döngüsü arada başka bir şey çalıştırmaz", beginning(actor))
        }
        Hindrance::Both(Actor::Thread) => "İkisi de döngüsü olmayan thread’lerde, sırayla oldu".to_owned(),
        Hindrance::Both(actor) => format!("{} ikisini de sırayla yaptı", beginning(actor)),
        Hindrance::NotMade(Actor::Callback(callee)) => format!("Bu çağrıyı henüz isteyen olmamıştı: {}", called(callee)),
        Hindrance::NotMade(actor) => format!("{} henüz oluşturulmamıştı", beginning(actor)),
        Hindrance::Behind { later, first } => {
            format!(
                "{} hazırdı, ama hazır kuyruğunda önünde bu vardı: {}",
                beginning(later),
                actor_name(first)
            )
        }
        Hindrance::WhileRunning { later, first } => format!(
            "{} hazırdı, ama o sırada çalışan buydu ve çalışanı hiçbir şey bölmez: {}",
            beginning(later),
            actor_name(first)
        ),
        Hindrance::Inside { later, first } => format!(
            "{} zaten çalışıyordu; ilk adımını onun içinde atan: {}",
            beginning(later),
            actor_name(first)
        ),
        Hindrance::NotDone(future) => {
            format!("{} henüz bitmemişti, callback’leri ancak o bitince çağrılır", in_program(future))
        }
        Hindrance::Waiting { task, awaited: Awaited::Sleep, until, .. } => {
            format!("{} hâlâ uyuyordu{}", name(task), in_the_end(until.as_ref()))
        }
        Hindrance::Waiting { task, awaited, in_line: InLine { holders, behind, was_free }, until } => {
            let holders = holders.iter().map(name).collect::<Vec<_>>().join(", ");
            let held = if holders.is_empty() {
                String::new()
            } else {
                format!("; o sırada elinde tutan: {holders}")
            };
            let free = if *was_free { "boştaydı, ama " } else { "" };
            let behind = behind.as_ref().map(|first| format!("; {free}ondan önce isteyen: {}", name(first)));
            let (actor, end) = (name(task), in_the_end(until.as_ref()));
            let awaited = what_in_program(awaited);
            format!("{actor} şunu bekliyordu: {awaited}{held}{end}{}", behind.unwrap_or_default())
        }
        Hindrance::YetToWait { task, until: Some(Until::TimedOut(0)), .. } => format!(
            "{} henüz iptal edilmemişti: Kurulduğunda vakti gelmiş bir zaman aşımı iptal edecekti",
            name(task)
        ),
        Hindrance::Overslept { task, first } => format!(
            "{} için uyku süresi dolmuştu, ama o sırada çalışan buydu ve döngü zamanlayıcılara ancak turlar arasında bakar: {}",
            name(task),
            actor_name(first)
        ),
        Hindrance::YetToWait { task, until: Some(Until::TimedOut(after)), .. } => format!(
            "{} henüz iptal edilmemişti: Bir zaman aşımı, kurulmasından {} sonra iptal edecekti",
            name(task),
            duration(*after)
        ),
        Hindrance::YetToWait { task, awaited: Awaited::Sleep, until } => {
            format!("{}: önünde bir uyku daha vardı{}", name(task), in_the_end(until.as_ref()))
        }
        Hindrance::YetToWait { task, awaited, until } => {
            let awaited = what_in_program(awaited);
            format!("{} daha şunu bekleyecekti: {awaited}{}", name(task), in_the_end(until.as_ref()))
        }
        Hindrance::NotReady(callee) => {
            format!("Döngünün şunu çağırmasını gerektiren bir şey henüz gelmemişti: {}", called(callee))
        }
        Hindrance::NotDue(callee) => format!("Zamanlayıcılar arasında bekliyordu: {}", called(callee)),
        Hindrance::InsideOfLoop => "Döngü hâlâ çalışıyordu, program ancak ondan sonra devam eder".to_owned(),
        Hindrance::Threads => {
            "İkisi ayrı thread’lerde oldu; biri diğerini beklemiyorsa thread’ler yan yana çalışır, bekleyip beklemediğini ise kayıt \
             söylemez"
                .to_owned()
        }
    };
    format!("{sentence}.")
}

/// What happened; `outside` is whose it is that is done outside of tasks.
fn fact(fact: &Fact, outside: &Actor) -> String {
    match fact {
        Fact::LoopStarts => format!("{} döngüyü başlatıyor", beginning(outside)),
        Fact::LoopStops => match outside {
            Actor::Thread => "Döngü duruyor, çalıştığı thread onun ardından devam ediyor".to_owned(),
            _ => "Döngü duruyor, program onun ardından devam ediyor".to_owned(),
        },
        Fact::LoopCloses => "Döngü kapatıldı".to_owned(),
        Fact::TurnBegins(turn) => format!("Döngünün {turn}. turu başlıyor"),
        Fact::Selects(Timeout::Now) => {
            "Döngü selector’a neyin hazır olduğunu soruyor, beklemeden".to_owned()
        }
        Fact::Selects(Timeout::After(wait)) => format!(
            "Hazır bir şey yok: Döngü sonraki zamanlayıcıya kadar selector’da bekliyor, en çok {}",
            duration(u64::try_from(wait.as_nanos()).unwrap_or(u64::MAX))
        ),
        Fact::Selects(Timeout::Never) => {
            "Ne hazır bir şey var ne de kurulmuş bir zamanlayıcı: Döngü bir şey olana kadar selector’da bekliyor"
                .to_owned()
        }
        Fact::Selected(0) => "Selector döndü: İzlediklerinden hiçbiri hazır değil".to_owned(),
        Fact::Selected(count) => format!("Selector döndü: İzlediklerinden {count} tanesi hazır"),
        Fact::TimerIsDue(callee) => format!("Vakti geldi, hazır kuyruğuna geçiyor: {}", called(callee)),
        Fact::IsQueued(callee) => format!("Hazır kuyruğunun sonuna kondu: {}", called(callee)),
        Fact::CallbackIsQueued { future, callee } => {
            format!("{} bitti, bu yüzden hazır kuyruğunun sonuna kondu: {}", name(future), called(callee))
        }
        Fact::StepIsQueued(task) => format!("{}: sonraki adımı hazır kuyruğunun sonuna kondu", name(task)),
        Fact::TaskIsQueued { task, future: Some(future) } => {
            format!("{} bitti, bu yüzden {} hazır kuyruğunun sonuna kondu", name(future), name(task))
        }
        Fact::TaskIsQueued { task, future: None } => {
            format!("{} hazır kuyruğunun sonuna kondu, çünkü beklediği bitti", name(task))
        }
        Fact::WatcherIsQueued { callee, source, came } => {
            let what = match source {
                Some((name, true)) => format!("{} okunabilir", english::capitalised(&socket(name))),
                Some((name, false)) => format!("{} yazılabilir", english::capitalised(&socket(name))),
                None => "İzlenen bir şey hazır".to_owned(),
            };
            let came = came.as_ref().map(|came| format!(" ({})", network::came(came))).unwrap_or_default();
            format!("{what}{came}, bu yüzden hazır kuyruğunun sonuna kondu: {}", called(callee))
        }
        Fact::TimerIsSet { callee, wait } => {
            format!("Zamanlayıcılar arasında bekliyor ({}): {}", later(*wait), called(callee))
        }
        Fact::SleepBegins { task, future, wait } => {
            let actor = task_or(task.as_ref(), outside);
            format!("{actor} uykusunu ({}) bitirecek zamanlayıcıyı kurdu; vakti: {}", english::number(future), later(*wait))
        }
        Fact::IsCancelled(callee) => format!("İptal edildi, çalışmayacak: {}", called(callee)),
        Fact::TaskBegins(task) => format!("{} başlıyor", name(task)),
        Fact::TaskGoesOn { task, because } => format!("{} devam ediyor: {}", name(task), reason(because)),
        Fact::Runs { callee, came: Some(came), .. } => {
            format!("Çalışıyor: {}; {}", called(callee), network::came(came))
        }
        Fact::Runs { callee, after: None, came: None } => format!("Çalışıyor: {}", called(callee)),
        Fact::Runs { callee, after: Some(after), came: None } => {
            format!("Kurulduktan {} sonra çalışıyor: {}", duration(*after), called(callee))
        }
        Fact::IsOver(callee) => format!("Bitti: {}", called(callee)),
        Fact::TaskBeginsAtOnce(task) => format!("{} ilk adımını hemen atıyor", name(task)),
        Fact::FutureIsMade(future) => format!("Bir future oluşturuldu: {}", name(future)),
        Fact::TaskIsMade { task, by } => {
            let by = by.as_ref().map(|by| format!("; oluşturan: {}", name(by))).unwrap_or_default();
            format!("Bir task oluşturuldu: {}{by}", name(task))
        }
        Fact::TaskIsRenamed { task, name: now } => format!("{}: artık adı {now}", name(task)),
        Fact::TaskWaits { task, awaited: Awaited::Sleep } => {
            format!("{} uykusunun bitmesini bekliyor", name(task))
        }
        Fact::TaskWaits { task, awaited: awaited @ (Awaited::Future(_) | Awaited::Primitive { .. }) } => {
            format!("{} şunu bekliyor: {}", name(task), what(awaited))
        }
        Fact::TaskWaits { task, awaited: Awaited::Unknown } => {
            format!("{} döngünün tanımadığı bir şeyi bekliyor", name(task))
        }
        Fact::TaskGivesWay(task) => format!("{} sırasını ötekilere veriyor", name(task)),
        Fact::TaskReturns(task) => format!("{} döndü", name(task)),
        Fact::TaskRaises { task, exception } if exception.is_empty() => {
            format!("{} bir exception ile bitti", name(task))
        }
        Fact::TaskRaises { task, exception } => format!("{} şu exception ile bitti: {exception}", name(task)),
        Fact::TaskEndsCancelled { task, ending } => cancelled::ending(task, ending),
        Fact::TaskDoesNotBegin { task, by } => cancelled::does_not_begin(task, by.as_ref()),
        Fact::TaskCannotWait { task, unfit } => cancelled::cannot_wait(task, *unfit),
        Fact::CancelIsThrown { task, by } => {
            format!("{} içinde bir CancelledError fırlatılıyor{}", name(task), cause(by.as_ref()))
        }
        Fact::CancelIsRequested { task, is_over: false, by } => {
            format!("{}: iptal edilmesi istendi{}", name(task), cause(by.as_ref()))
        }
        Fact::CancelIsRequested { task, is_over: true, .. } => {
            format!("{}: iptal edilmesi istendi, ama çoktan bitmişti; hiçbir şey değişmedi", name(task))
        }
        Fact::FutureIsDone { future, value, by, task } => {
            let by = match (by.as_str(), task) {
                ("", None) if *outside == Actor::Thread => format!(", bitiren: {}", actor_name(outside)),
                (by, None) if *outside == Actor::Thread => format!(", bitiren: {}, {by}()", actor_name(outside)),
                ("", None) => String::new(),
                ("", Some(task)) => format!(", bitiren: {}", name(task)),
                (by, None) => format!(", bitiren: {by}()"),
                (by, Some(task)) => format!(", bitiren: {}, {by}()", name(task)),
            };
            let value = if value.is_empty() { String::new() } else { format!(", sonucu: {value}") };
            format!("{} bitti{by}{value}", name(future))
        }
        Fact::FutureHasFailed { future, exception } if exception.is_empty() => {
            format!("{} hata verdi", name(future))
        }
        Fact::FutureHasFailed { future, exception } => {
            format!("{} hata verdi: {exception}", name(future))
        }
        Fact::FutureIsCancelled(future) => format!("{} iptal edildi", name(future)),
        Fact::WillBeCalled { future, callee } => {
            format!("{} bitince çağrılacak: {}", name(future), called(callee))
        }
        Fact::WillNotBeCalled { future, callee } => {
            format!("{} bitince artık çağrılmayacak: {}", name(future), called(callee))
        }
        Fact::AwaitsDone { task, future } => {
            let actor = task_or(task.as_ref(), outside);
            format!("{actor} zaten bitmiş bir şeyi await etti, beklemeden devam ediyor: {}", name(future))
        }
        Fact::IsAwaited { future, by } => format!("{}, şunun tarafından await ediliyor: {}", name(future), name(by)),
        Fact::IsNotAwaited { future, by } => {
            format!("{}, artık şunun tarafından await edilmiyor: {}", name(future), name(by))
        }
        Fact::OtherThreads(0) => "Başka thread çalışmıyor".to_owned(),
        Fact::OtherThreads(count) => format!("Çalışan ve döngüyü uyandırabilecek başka thread sayısı: {count}"),
        Fact::Socket { by, socket, what } => network::fact(by.as_ref(), socket, what),
        Fact::Buffers { socket, bytes, high_water, is_paused } => {
            network::buffers(socket, *bytes, *high_water, *is_paused)
        }
        Fact::Watches(source, interest) => {
            let what = match (interest.readable, interest.writable) {
                (true, true) => "okunabilir ya da yazılabilir",
                (true, false) => "okunabilir",
                (false, true) => "yazılabilir",
                (false, false) => return format!("Selector artık şunu izlemiyor: {}", socket(source)),
            };
            format!("Selector bundan böyle şunu izliyor, {what} olana kadar: {}", socket(source))
        }
        Fact::Prints { by, stream, text } => {
            let actor = task_or(by.as_ref(), outside);
            let how = if *stream == Stream::Stderr { "hata çıktısına " } else { "" };
            format!("{actor} {how}“{text}” yazdı")
        }
        Fact::Reads(text) => format!("{} “{text}” okudu", beginning(outside)),
        Fact::Blocks(nanoseconds) => format!(
            "Program kendi thread’ini {} boyunca blokluyor; o sırada orada başka hiçbir şey çalışamaz",
            duration(*nanoseconds)
        ),
        Fact::IsBusy { task, nanoseconds } => {
            let actor = task.as_ref().map_or_else(|| "Bir callback".to_owned(), name);
            format!("{actor} döngüyü şimdiden {} boyunca elinde tuttu", duration(*nanoseconds))
        }
        Fact::Raises { task, exception } => {
            let exception = if exception.is_empty() { "bir exception" } else { exception };
            format!("{} fırlattı: {exception}", task_or(task.as_ref(), outside))
        }
        Fact::Loads { module, nanoseconds } => {
            format!("{module} modülü ilk kullanımında yüklendi: {}", duration(*nanoseconds))
        }
        Fact::IsAway(nanoseconds) => {
            format!("{} boyunca başka thread’ler çalıştı: Burada aynı anda tek bir thread çalışır", duration(*nanoseconds))
        }
        Fact::Complains(Fault::Lost(task)) => format!("{} kayboldu: bitmeden yok edildi", name(task)),
        Fact::Complains(Fault::Left { task, is_closed }) => {
            let how = if *is_closed { "kapatılmıştı" } else { "durmuştu" };
            format!("{} bitmeden yok edildi: Döngüsü {how}", name(task))
        }
        Fact::Complains(complaint) => fault(complaint),
        Fact::Generator { number, function, what, value } => {
            format!("Generator {function} (g{number}) {}", generator(*what, value))
        }
        Fact::Acquires { task, primitive, has_it } => {
            let verb = if *has_it { "aldı" } else { "istiyor" };
            format!("{}, {verb}: {primitive}", task_or(task.as_ref(), outside))
        }
        Fact::Releases { task, primitive, next } => {
            let next = next.as_ref().map(|next| format!("; sıradaki: {}", name(next)));
            format!("{}, bıraktı: {primitive}{}", task_or(task.as_ref(), outside), next.unwrap_or_default())
        }
        Fact::Queue { task, queue, what, items } => {
            let actor = task_or(task.as_ref(), outside);
            match what {
                QueueEvent::Put(count, room) => {
                    format!("{actor}, kuyruğa bir öğe koydu: {queue}{}", holds(*count, *room, items))
                }
                QueueEvent::Got(count, room) => {
                    format!("{actor}, kuyruktan bir öğe aldı: {queue}{}", holds(*count, *room, items))
                }
                QueueEvent::Shut(count, room) => {
                    format!("{actor}, kuyruğu kapattı: {queue}{}", holds(*count, *room, items))
                }
                QueueEvent::LacksItem => format!("{actor} bir öğe istiyor, ama kuyruk boş: {queue}"),
                QueueEvent::LacksRoom => format!("{actor} bir öğe koymak istiyor, ama kuyruk dolu: {queue}"),
            }
        }
        Fact::Line { task, changes } => {
            let actor = task_or(task.as_ref(), outside);
            let line = format!("{actor}, sıradaki satırı çalıştırmak üzere");
            if changes.is_empty() { line } else { format!("Şimdi {changes}; {line}") }
        }
        Fact::TraceIsFull => "Kayıt doldu".to_owned(),
    }
}

/// What a queue holds then.
fn holds(count: u64, room: u64, items: &str) -> String {
    let room = if room > 0 { format!(" (en çok {room})") } else { String::new() };
    let items = if items.is_empty() || count == 0 { String::new() } else { format!(": {items}") };
    format!("; içinde şimdi {count} öğe var{room}{items}")
}

fn reason(because: &Because) -> String {
    match because {
        Because::TheOthersHaveRun => "ötekiler sıralarını kullandı".to_owned(),
        Because::SleepIsOver => "uykusu bitti".to_owned(),
        Because::SleepWasCancelled(by) => format!("uykusu iptal edildi{}", cause(by.as_ref())),
        Because::HasFailed(awaited) => format!("{} hata verdi", name(awaited)),
        Because::WasCancelled(awaited, by) => format!("{} iptal edildi{}", name(awaited), cause(by.as_ref())),
        Because::TaskIsOver(future) | Because::FutureIsDone(future) => format!("{} bitti", name(future)),
        Because::HasCome(came) => network::came(came),
        Because::AskedToCancel(by) => format!("iptal edilmesi istenmişti{}", cause(by.as_ref())),
        Because::CannotWait => "await ettiğini bekleyemez, içinde bir exception fırlatılıyor".to_owned(),
        Because::SomethingIsDone => "beklediği bitti".to_owned(),
    }
}

fn generator(what: GeneratorEvent, value: &str) -> String {
    match what {
        GeneratorEvent::Created => "oluşturuldu; kodunun hiçbir satırı çalışmadı".to_owned(),
        GeneratorEvent::Resumed => "çalışıyor".to_owned(),
        GeneratorEvent::Yielded if value.is_empty() => "askıya alındı".to_owned(),
        GeneratorEvent::Yielded => format!("{value} verdi ve askıya alındı"),
        GeneratorEvent::Returned => "döndü".to_owned(),
        GeneratorEvent::Raised if value.is_empty() => "bir exception ile bitti".to_owned(),
        GeneratorEvent::Raised => format!("şu exception ile bitti: {value}"),
        GeneratorEvent::Closed => "kapatıldı".to_owned(),
        GeneratorEvent::Untold => "sürüp gidiyor; bundan sonrası anlatılmıyor".to_owned(),
    }
}

/// What a future or task is called: as in English.
fn name(name: &Name) -> String {
    english::name(name)
}

/// A future for somebody who reads the program and has not looked at its run.
fn in_program(future: &Name) -> String {
    match future {
        Name::Future { made: Some(line), .. } => format!("{line}. satırda oluşturulan future"),
        other => name(other),
    }
}

fn what_in_program(awaited: &Awaited) -> String {
    match awaited {
        Awaited::Future(future) => in_program(future),
        other => what(other),
    }
}

fn what(awaited: &Awaited) -> String {
    match awaited {
        Awaited::Sleep => "uykusunun sonu".to_owned(),
        Awaited::Future(future) => name(future),
        Awaited::Primitive { primitive, future } => format!("{primitive} ({})", english::number(future)),
        Awaited::Unknown => "döngünün tanımadığı bir şey".to_owned(),
    }
}

fn in_the_end(until: Option<&Until>) -> String {
    match until {
        Some(Until::Resolved { task, by }) => format!("; bitiren: {}, {by}()", name(task)),
        Some(Until::TimedOut(0)) => "; bitiren: kurulduğunda vakti gelmiş bir zaman aşımı".to_owned(),
        Some(Until::TimedOut(after)) => {
            format!("; bitiren: {} önce kurulan bir zaman aşımı", duration(*after))
        }
        Some(Until::Cancelled(by)) => format!("; sonunda iptal edildi; nedeni: {}", canceller(by)),
        Some(Until::HasCome(came)) => format!("; sonunda: {}", network::came(came)),
        None => String::new(),
    }
}

/// Who does something: a task, or whoever does what is done outside of them.
fn task_or(task: Option<&Name>, outside: &Actor) -> String {
    task.map_or_else(|| beginning(outside), name)
}

fn actor_name(actor: &Actor) -> String {
    match actor {
        Actor::Task(task) => name(task),
        Actor::Callback(callee) => called(callee),
        Actor::Program => "program".to_owned(),
        Actor::Thread => "başka bir thread".to_owned(),
    }
}

/// The same, where it begins a sentence. A task's name stays as it is.
fn beginning(actor: &Actor) -> String {
    match actor {
        Actor::Task(task) => name(task),
        _ => english::capitalised(&actor_name(actor)),
    }
}

fn called(callee: &Callee) -> String {
    match callee {
        Callee::Function(name) => format!("{name}()"),
        Callee::Handle(id) => format!("callback {id}"),
        Callee::Unknown => "bir callback".to_owned(),
        Callee::SleepOf(task) => format!("{}, uykusunun sonu", name(task)),
        Callee::Sleep(future) => format!("bir uykunun sonu ({})", english::number(future)),
        Callee::StepOf(task) => format!("{}, adımı", name(task)),
        Callee::CallbackOf(future) => format!("{}, bir callback’i", name(future)),
    }
}

fn later(wait: Option<u64>) -> String {
    wait.map_or_else(|| "süresiz".to_owned(), |wait| format!("{} sonra", duration(wait)))
}

/// A duration, with the decimal mark and the second of Turkish.
fn duration(nanoseconds: u64) -> String {
    let duration = english::duration(nanoseconds).replace('.', ",");
    match duration.strip_suffix(" s") {
        Some(seconds) => format!("{seconds} sn"),
        None => duration,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::FutureId;

    #[test]
    fn durations_are_written_as_in_turkish() {
        let durations = [1_500_000_000, 1_500_000, 20_000, 7].map(duration);
        assert_eq!(durations, ["1,5 sn", "1,5 ms", "20 µs", "7 ns"]);
    }

    #[test]
    fn a_sentence_says_where() {
        let task = Name::Task { id: FutureId(1), name: "B".to_owned(), coroutine: "work".to_owned() };
        let spot = Some(Spot { line: 3, function: Some("main".to_owned()) });
        let told = Statement { fact: Fact::TaskIsMade { task, by: None }, spot, is_of_thread: false };
        assert_eq!(sentence(&told), "Bir task oluşturuldu: B · work (3. satır, main).");
    }
}
