//! Turkish words in and around a picture.

use crate::replay::Status;
use crate::replay::say::Words;

/// The words.
pub const WORDS: Words = Words {
    turn: "tur",
    callbacks: "callback’ler",
    numbers: "sayılar döngünün callback’lerini sayar",
    states: ["çalışıyor", "hazır", "bekliyor"],
    made_ready: "onu hazır hâle getirenden",
    status: |status| match status {
        Status::Pending => "bitmedi",
        Status::Done => "bitti",
        Status::Failed => "hata verdi",
        Status::Cancelled => "iptal edildi",
        Status::Destroyed => "yok edildi",
    },
    no_tasks: "Hiç task oluşturulmadı.",
    nothing_yet: "Henüz bir şey olmadı.",
    step: |step, all| format!("Adım {step} / {all}"),
    output: "Çıktı",
    nothing_printed: "Henüz bir şey yazılmadı.",
    no_program: "Kayıtta programın kendisi yok.",
    more_lines: |lines| format!("+ {lines} satır daha"),
    more_tasks: |tasks| format!("+ {tasks} task daha"),
    cut: |before, after| match (before, after) {
        (0, 0) => String::new(),
        (before, 0) => format!("öncesinde + {before}"),
        (0, after) => format!("sonrasında + {after}"),
        (before, after) => format!("öncesinde + {before}, sonrasında + {after}"),
    },
    whole: |tasks, callbacks| format!("Bütün çalışma: {tasks} task, {callbacks} callback"),
    ran: |times| {
        if times == 0 { "hiç çalışmadı".to_owned() } else { format!("{times} kez çalıştı") }
    },
    seconds: "sn",
    decimal_mark: ",",
};
