//! Turkish.

use asyncio101::replay::say::turkish;

use super::embed::TURKISH as EMBED;
use super::loop_view::TURKISH as LOOP;
use super::share::TURKISH as SHARE;
use super::{AboutText, Text, TurnText};
use crate::rules::settings::Theme;

/// The words.
pub(super) const TEXT: Text = Text {
    title: "asyncio 101 deneme alanı",
    examples: "Örnekler",
    code: "Kod",
    console: "Konsol",
    event_loop: "Döngü",
    skip: "Programa geç",
    panes: "Bölmeler",
    edited: "değiştirildi",
    yours: "Sizin programınız",
    made_from: |title| format!("“{title}” değiştirilerek yazıldı. “Sıfırla” onu geri getirir."),

    run: "Çalıştır",
    stop: "Durdur",
    stopping: "Durduruluyor",
    led_on: "Sonraki tura kadar çalışıyor",
    paused: |line| {
        line.map_or_else(|| "Duraklatıldı".to_owned(), |line| format!("{line}. satırda duraklatıldı"))
    },
    reset: "Sıfırla",
    reset_hint: "Özgün programa dön (geri al, sizinkini geri getirir)",
    editor_hint: "F6 (ya da Esc, Tab) düzenleyiciden çıkar",
    theme: |now, next| format!("Tema: {}. Değiştir: {}", theme(now), theme(next)),

    copy: "Kopyala",
    copied: "Kopyalandı",
    see_why: "Neden bu sırayla?",
    found: |count| match count {
        1 => "Bir hata bulundu".to_owned(),
        count => format!("{count} hata bulundu"),
    },
    stuck: "Artık onu hiçbir şey uyandıramaz: Durdurun",
    clear: "Temizle",
    console_empty: |shortcut| format!("Programın yazdıkları burada görünür. {shortcut} çalıştırır."),
    lines_dropped: |dropped, kept| format!("Önceki {dropped} satır atıldı: Konsol son {kept} satırı tutar."),
    go_to_line: |line| format!("programın {line}. satırına git"),
    input: "Program için girdi",
    send: "Gönder",
    end_of_file: "Dosya sonu",
    input_wanted: "Program girdi bekliyor. F6 girdi satırına götürür.",

    loading: "Motor yükleniyor",
    queued: "Motor yüklenir yüklenmez çalışacak",
    unavailable: "Motor yüklenemedi. “Çalıştır” yeniden dener.",
    ready: "Hazır",
    running: "Çalışıyor",
    waiting: "Girdi bekliyor",
    language: |version| format!("RustPython {version}, asyncio bu projenin"),
    virtual_clock: "sanal saat",
    percent: |share| format!("%{:.0}", share * 100.0),

    finished: "Bitti",
    exited: |status| format!("{status} durum koduyla çıktı"),
    raised: |exception, line| match line {
        Some(line) => format!("{exception}, {line}. satır"),
        None => format!("Hata: {exception}"),
    },
    interrupted: "Durduruldu",
    crashed: "Motor çöktü",
    milliseconds: "ms",
    took_virtually: |clock, real| match real {
        Some(real) => format!("sanal saatte {clock}, gerçekte {real}"),
        None => format!("sanal saatte {clock}"),
    },
    seconds: "sn",
    minutes: "dk",
    decimal_mark: ",",

    still_runs: |asks| match asks {
        true => "Bir program hâlâ çalışıyor ve girdi bekliyor. Aşağıdan cevaplayın ya da önce onu durdurun."
            .to_owned(),
        false => "Bir program hâlâ çalışıyor. Önce onu durdurun.".to_owned(),
    },
    stop_forced: "Program kendiliğinden durmadı, bu yüzden motoru yenilendi.",
    engine_crashed: |reason| format!("Motor çöktü ve yenilendi. Bilinen: {reason}"),
    engine_unavailable: |reason| format!("Motor yüklenemedi: {reason}. “Çalıştır” yeniden dener."),
    unreadable_link: "Bu bağlantı bir program taşımalıydı ama okunamıyor: Bir kısmı eksik kalmış olabilir.",
    link: "Bağlantı",
    link_hint: "Bu programı ve baktığınız adımı taşıyan bir bağlantı kopyalar",
    link_copied: "Bağlantı kopyalandı",
    unknown_example: |id| format!("“{id}” adında bir örnek yok. Bu, ilk örnek."),
    virtual_clock_only: "Bu tarayıcı bir programı bekletemiyor (JavaScript Promise Integration yok). Program sanal \
        saatle çalışır: beklemek zaman almaz, sıra aynı kalır.",
    module_unavailable: |module, reason| format!("{module} modülü getirilemedi: {reason}"),

    no_program: |name| format!("{name} açılamıyor: Program UTF-8 metni olmalı"),
    chapter: |number| format!("{number}. bölüm"),
    own: "Programlarınız",
    begin: "Yeni program",
    no_trace: |name, error| format!("{name} gösterilemiyor: {}", turkish::unreadable(error)),

    loop_view: LOOP,
    turn: TurnText {
        title: "Döngünün bir turu",
        lead: "Event loop dört işi tekrar tekrar yapar. Coroutine’lerinizi başka hiçbir şey çalıştırmaz.",
        steps: [
            ("Zamanlayıcılara bak", "En yakın vakte ne kadar var? Hazır bir şey varsa hiç bekleme."),
            (
                "select içinde bekle",
                "Döngünün bloklandığı tek yer: bir socket hazır olana, vakit gelene ya da biri \
                uyandırana kadar.",
            ),
            (
                "Vakti geleni taşı",
                "Hazır socket’ler ve vakti gelen zamanlayıcılar, callback’lerini hazır \
                kuyruğuna koyar.",
            ),
            ("Hazır olanı çalıştır", "Yalnızca şu anda hazır olan n callback; ilk giren ilk çıkar."),
        ],
        again: "Bir callback’in planladığı callback sonraki turu bekler. Hiç await etmeyen bir task bu yüzden \
            herkesi durdurur.",
        invariant_title: "Adımları arasında bir task",
        either: "bir future bekler ve planlanmış adımı yoktur",
        or: "hiçbir şey beklemez ve sonraki adımı planlanmıştır",
        or_word: "ya da",
    },
    about: AboutText {
        open: "Hakkında",
        close: "Kapat",
        what: "asyncio 101, Python’un asyncio’sunun Rust ile yeniden yazılmış hâlidir. Program bu sekmede, kendi \
            worker’ında çalışır; hiçbir sunucuya gönderilmez.",
        keys: "Tuşlar",
        key_run: "programı çalıştır",
        key_leave: "düzenleyiciden çık",
        key_panes: "sonraki ve önceki bölme",
        key_end_of_file: "girdiyi bitir",
        key_history: "önceden yazılan satırlar",
        credits: "Emeği geçenler",
        credit_deck: "Gürel Erceis’in “Asyncio 101” sunumundan ve PEP 3156’dan yola çıkar.",
        credit_python: "Python dili RustPython’dur (MIT).",
        credit_library: "Standart kütüphane Python’un kendisinindir:",
        python_licence: "Python Software Foundation Lisansı",
        credit_editor: "Düzenleyici CodeMirror’dır (MIT).",
        credit_fonts: "Yazı tipleri Instrument Sans ve JetBrains Mono’dur (SIL Open Font License).",
        licence: "asyncio 101’in kendisi, seçiminize göre MIT ya da Apache-2.0 lisansıyla sunulur.",
    },
    embed: EMBED,
    course: "Kurs",
    course_invitation: "asyncio’yu yeni mi öğreniyorsunuz? Kursa başlayın",
    share: SHARE,
};

/// The name of a theme.
fn theme(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "sistemdeki gibi",
        Theme::Light => "açık",
        Theme::Dark => "koyu",
    }
}
