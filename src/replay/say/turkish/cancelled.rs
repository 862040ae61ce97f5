//! Who was cancelled, why, and how that ended.

use super::{duration, name};
use crate::replay::fact::{Canceller, Ending, Name};
use crate::trace::Unfit;

/// Behind what was cancelled, why.
pub(super) fn cause(by: Option<&Canceller>) -> String {
    by.map(|by| format!("; nedeni: {}", canceller(by))).unwrap_or_default()
}

/// Why something was cancelled.
#[must_use]
pub fn canceller(by: &Canceller) -> String {
    match by {
        Canceller::Timeout(0) => "zaman aşımının vakti, kurulduğunda gelmişti".to_owned(),
        Canceller::Timeout(after) => format!("{} önce kurulan zaman aşımının süresi doldu", duration(*after)),
        Canceller::Timer { line, after } => {
            format!("{line}. satırın {} önce kurduğu zamanlayıcı", duration(*after))
        }
        Canceller::Group(member) => format!("{} hata verince grup iptal etti", name(member)),
        Canceller::GroupLeft(task) => format!("{} gruptan bir exception ile çıktı", name(task)),
        Canceller::GroupCancelled(task) => format!("{} grubun içinde iptal edildi", name(task)),
        Canceller::GroupAgain => {
            "daha önce de istenmişti, grubu hata verenleri fırlatmak için o isteği geri almıştı".to_owned()
        }
        Canceller::RunEnds(by) => format!("{by}() geride kalanları iptal eder"),
        Canceller::MainIsOver(task) => format!("{} bitti", name(task)),
        Canceller::Asked(line) => format!("{line}. satır döngüden cancel() çağırmasını istemişti"),
        Canceller::Interrupt => "program, Ctrl+C ile olduğu gibi kesildi".to_owned(),
        Canceller::Line(line) => format!("{line}. satırda cancel() çağrıldı"),
    }
}

/// A task's first turn, when it was asked to cancel before.
pub(super) fn does_not_begin(task: &Name, by: Option<&Canceller>) -> String {
    let (task, cause) = (name(task), cause(by));
    format!(
        "{task}: ilk sırası geldi, ama önceden iptal edilmesi istenmişti, kodunun hiçbir satırı çalışmayacak{cause}"
    )
}

/// How a task came to an end that counts as cancelled.
pub(super) fn ending(task: &Name, ending: &Ending) -> String {
    let task = name(task);
    match ending {
        Ending::LetThrough => format!("{task} iptale karşı koymadı ve bitti"),
        Ending::AfterMore => format!("{task}, iptalinden birkaç adım sonra bir CancelledError ile bitti"),
        Ending::NotBegun => format!("{task} başlamadan iptal edildi ve bitti"),
        Ending::Returned => format!("{task} döndü, ama iptal edilmesi istenmişti: İptal edilmiş sayılır"),
        Ending::WithAwaited(awaited) => {
            format!("{task} bir CancelledError ile bitti, çünkü await ettiği iptal edildi: {}", name(awaited))
        }
        Ending::Unasked => {
            format!("{task} bir CancelledError ile bitti, ama iptal edilmesini isteyen olmamıştı")
        }
    }
}

/// A task that yields what it cannot wait for.
pub(super) fn cannot_wait(task: &Name, unfit: Unfit) -> String {
    let what = match unfit {
        Unfit::OtherLoop => "başka bir döngünün future’ını await etti",
        Unfit::Itself => "kendisini await etti",
        Unfit::NotAwaited => "bir future’ı await etmek yerine yield etti",
        Unfit::NoFuture => "future olmayan bir şeyi yield etti",
    };
    format!("{} {what}: Onu bekleyemez, sonraki adımında bir exception fırlatılacak", name(task))
}
