//! Turkish words in and around a picture.

use crate::replay::Status;
use crate::replay::say::Words;

/// The words.
pub const WORDS: Words = Words {
    turn: "tur",
    callbacks: "callback’ler",
    numbers: "sayılar döngünün callback’lerini sayar",
    states: ["çalışıyor", "hazır", "bekliyor"],
    status: |status| match status {
        Status::Pending => "bekleniyor",
        Status::Done => "bitti",
        Status::Failed => "başarısız",
        Status::Cancelled => "iptal edildi",
        Status::Destroyed => "yok edildi",
    },
    no_tasks: "Hiç task oluşturulmadı.",
    nothing_yet: "Henüz bir şey olmadı.",
    seconds: "sn",
    decimal_mark: ",",
};
