//! Turkish.

use super::LoopText;
use crate::rules::loop_view::connections::Standing;
use crate::rules::loop_view::{Panel, Unit};
use asyncio101::replay::Status;
use asyncio101::replay::say::turkish;
use asyncio101::trace::GeneratorEvent;

/// The words.
pub(in crate::rules::text) const TURKISH: LoopText = LoopText {
    sentence: turkish::sentence,
    fault: turkish::fault,
    order: turkish::order,
    words: &turkish::WORDS,
    controls: "Adımlar",
    start: "İlk adım",
    back: "Geri adım",
    play: "Oynat",
    pause: "Duraklat",
    forward: "İleri adım",
    switch_back: "Önceki task geçişi",
    switch_forward: "Sonraki task geçişi",
    end: "Son adım ve izle",
    step_by: "Adım",
    unit: |unit| match unit {
        Unit::Turn => "tur",
        Unit::Switch => "task geçişi",
        Unit::Callback => "callback",
        Unit::Line => "satır",
        Unit::Event => "her olay",
    },
    speed: "Hız",
    position: "Adım",
    at_step: |step, all, sentence| format!("{all} adımın {step}. adımı: {sentence}"),
    of: |step, all| format!("{step} / {all}"),
    nothing_yet: turkish::WORDS.nothing_yet,
    then: "Sonra:",
    look_back: "Bir şeyin neden olduğunu görmek için resimdeki bir kutuya, tablonun ya da çıktının bir satırına basın.",
    hold: "Programı duraklat",
    holding: "Duraklatılıyor",
    resume: "Programı sürdür",
    is_held_here: "burada duraklatıldı",
    held: |line| match line {
        Some(line) => format!("Program {line}. satırda duraklatıldı."),
        None => "Program bir turun başında duraklatıldı.".to_owned(),
    },
    virtual_clock: "Sanal saat",
    virtual_clock_hint: "Beklemek zaman almaz: Saat sonraki zamanlayıcıya atlar. Sonraki çalıştırmadan itibaren.",
    lines_next_time: "Satırlar sonraki çalıştırmadan itibaren kaydedilir.",
    record_lines: "Satırları kaydet",
    record_lines_hint: "Çalışan her satırı ve değer verdiği yerel değişkenleri de kaydeder: Program birkaç kat yavaşlar. Sonraki çalıştırmadan itibaren.",
    network: "Ağ",
    network_hint: "Bu sekmedeki bağlantıların nasıl olduğu; sonraki çalıştırmadan itibaren.",
    networks: ["anında", "yakın: 20 ms", "uzak: 200 ms", "yavaş: 20 kB/s", "datagram’ların %10’u kaybolur"],
    internals: "Döngünün içi",
    internals_hint: "asyncio’nun kendi içinde oluşturduğu callback’leri ve task’ları da gösterir; örneğin sondaki temizliği yapanları.",
    more_choices: "Daha fazla",
    open: "Aç",
    save: "Kaydet",
    picture: "Resmi kaydet",
    first_failure: "İlk exception",
    next_timer: "Sonraki zamanlayıcı",
    of_another_program: |title| format!("Bu, “{title}” programının çalışması."),
    of_an_older_program: "Bu, programın değiştirilmeden önceki çalışması.",
    link_leads: |step| {
        format!("Bağlantı {step}. adıma götürüyor. Oradan devam etmek için programı çalıştırın.")
    },
    from_file: |name| format!("{name} dosyasından"),
    full: |steps| format!("Kaydedilenden fazlası oldu: Bunlar ilk {steps} adım."),
    damaged: "Bu kaydın gerisi okunamıyor.",

    panel: |panel| match panel {
        Panel::Generators => "Generator’lar",
        Panel::Lanes => "Zaman içinde task’lar",
        Panel::Turn => "Döngünün turu",
        Panel::Queues => "Kuyruklar",
        Panel::TaskQueues => "Task’lar arasındaki kuyruklar",
        Panel::Locks => "Hangi kilit kimde",
        Panel::Connections => "Bağlantılar",
        Panel::Why => "Neden hazır oldu",
        Panel::Tree => "Kim kimi bekliyor",
        Panel::Futures => "Future’lar",
        Panel::Output => "Çıktı",
        Panel::Findings => "Bulgular",
        Panel::Steps => "Adım adım",
        Panel::Order => "Neden bu sırayla?",
    },
    turns: turkish::WORDS.turn,
    turn: |turn| format!("{turn}. tur"),
    idle: "Şu anda döngüyü kimse çalıştırmıyor.",
    left_in_turn: |left| format!("bu turda {left} tane daha"),
    at_most: |duration| format!("en çok {duration}"),
    not_at_all: "beklemez",
    for_ever: "bir şey olana kadar",

    lanes: |tasks| {
        format!("{tasks} task’ın zaman içindeki yaşamı. Aşağıdaki adım tablosu aynısını sözcüklerle söyler.")
    },
    next_run: |name| format!("{name}: sonraki çalışması"),
    axes: ["sıra", "zaman"],
    axis: "Şeritler",
    callbacks: turkish::WORDS.callbacks,
    no_tasks_yet: "Henüz task yok.",
    no_tasks: turkish::WORDS.no_tasks,
    numbers: turkish::WORDS.numbers,
    states: turkish::WORDS.states,
    generator: |last, value| match (last, value) {
        (GeneratorEvent::Created, _) => "oluşturuldu, başlamadı".to_owned(),
        (GeneratorEvent::Resumed, _) => "çalışıyor".to_owned(),
        (GeneratorEvent::Yielded, "") => "askıda".to_owned(),
        (GeneratorEvent::Yielded, value) => format!("askıda, {value} verdi"),
        (GeneratorEvent::Returned, "") => "bitti".to_owned(),
        (GeneratorEvent::Returned, value) => format!("bitti, {value} döndürdü"),
        (GeneratorEvent::Raised, value) => format!("{value} fırlattı"),
        (GeneratorEvent::Closed, _) => "kapatıldı".to_owned(),
        (GeneratorEvent::Untold, _) => "sürüyor, anlatılmıyor".to_owned(),
    },
    status: turkish::WORDS.status,

    ready_queue: "Hazır kuyruğu",
    timers: "Zamanlayıcılar",
    selector: "Selector",
    empty: "boş",
    cancelled: "iptal edildi",
    left: |duration| format!("{duration} sonra"),
    due: "vakti geldi",
    step_of: |name| format!("{name}: adım"),
    sleep_of: |name| format!("{name}: uykunun sonu"),
    callback_of: |name| format!("{name}: callback"),
    callback: "callback",
    watches: |source, read, write| match (read, write) {
        (true, true) => format!("{source}, okumak ya da yazmak için"),
        (_, true) => format!("{source}, yazmak için"),
        _ => format!("{source}, okumak için"),
    },
    socket: turkish::socket,
    threads: |count| format!("başka {count} thread"),
    more: |count| format!("ve {count} tane daha"),

    no_reason: "Bu adımda bir callback çalışmıyor.",
    reason_awaited: |task, future| format!("{task} şunu bekliyordu: {future}"),
    reason_woken: |task| format!("{task}: beklediği bitti"),
    reason_callback: |future| format!("{future} bitince çağrılacaktı"),
    reason_resolved: |future, status, by| {
        let how = match status {
            Status::Failed => "hata verdi",
            Status::Cancelled => "iptal edildi",
            Status::Destroyed => "yok oldu",
            Status::Done | Status::Pending => "sonuçlandı",
        };
        if by.is_empty() { format!("{future} {how}") } else { format!("{future} {how}: {by}()") }
    },
    reason_asked_to_cancel: |task, why| match why {
        Some(why) => format!("{task}: iptali istendi; nedeni: {why}"),
        None => format!("{task}: iptali istendi"),
    },
    canceller: turkish::canceller,
    reason_created: |task| format!("{task} oluşturuldu"),
    reason_gave_way: |task| format!("{task} sırasını ötekilere verdi"),
    reason_scheduled: |is_timer| if is_timer { "bir zamanlayıcı kuruldu" } else { "program planladı" },
    reason_slept: "burada biten bir uyku başladı",
    reason_ready: "izlenen bir şey hazır oldu",
    reason_source: |source, to_read| {
        if to_read { format!("okunabilir: {source}") } else { format!("yazılabilir: {source}") }
    },
    reason_came: turkish::came,

    comes: |line| format!("“{line}” neden şurada:"),
    beside: |is_after, line| {
        if is_after {
            format!("“{line}” satırından sonra")
        } else {
            format!("“{line}” satırından önce")
        }
    },
    compared_with: "karşılaştırılan satır",

    no_locks: "Henüz isteyen olmadı.",
    free: "boşta",
    held_by: "elinde tutan:",
    waited_for: "bekleyen, sıradaki başta:",

    no_task_queues: "Henüz hiçbir kuyruk kullanılmadı.",
    holds: |count, room, is_shut| {
        let count = match (count, room) {
            (0, 0) => "boş".to_owned(),
            (0, room) => format!("boş, {room} öğelik yeri var"),
            (count, 0) => format!("içinde {count} öğe var"),
            (count, room) => format!("içinde {count} öğe var, en çok {room}"),
        };
        if is_shut { format!("{count}, kapatıldı") } else { count }
    },
    wait_for_queue: ["almayı bekleyen:", "koymayı bekleyen:"],

    no_connections: "Şu anda socket yok.",
    connection: |standing| match standing {
        Standing::Unused => "bağlı değil",
        Standing::Connecting => "bağlanıyor",
        Standing::Refused => "reddedildi",
        Standing::Waits => "kabul edilmeyi bekliyor",
        Standing::Open => "açık",
        Standing::HalfClosed => "yarı kapalı",
        Standing::Closed => "kapalı",
        Standing::Reset => "koptu",
    },
    listens_at: |address| format!("{address} adresinde dinliyor"),
    waiting: |waiting, backlog| format!("kabul edilmeyi bekleyen: {waiting} / {backlog}"),
    for_datagrams: "datagram’lar",
    nobody: "task yok",
    end_is_closed: "kapalı",
    in_buffer: |bytes| format!("tamponunda {}", turkish::bytes(bytes)),
    on_the_way: |bytes| format!("yolda {}", turkish::bytes(bytes)),
    unread: |bytes| format!("okunmamış {}", turkish::bytes(bytes)),
    paused: |high_water| format!("duraklatıldı, {} aşıldı", turkish::bytes(high_water)),
    nothing_under_way: "yolda bir şey yok",

    no_tree: "Yaşayan task yok.",
    cycle: |names| format!("birbirini bekliyor: {names}"),
    no_futures: "Sonuçlanmamış future yok.",
    resolved: "sonuçlandığı yer",
    waited_for_by: |names| format!("bekleyen: {names}"),
    will_call: |names| format!("çağıracağı: {names}"),
    no_output: "Buraya kadar bir şey yazılmadı.",
    no_findings: "Hata bulunmadı.",
    no_findings_so_far: "Kaydedilen kısımda hata bulunmadı.",
    lines_take_time: "Her satırı kaydetmek programı birkaç kat yavaşlatır: Kaydetmeden bu daha kısa sürer.",
    computing_takes_no_time: "Sanal saatte hesaplamak zaman almaz: Uzun süre hesaplayan yalnızca gerçek saatte bulunur.",
    columns: ["Adım", "Zaman", "Ne oldu", "Satır"],
    go_to_step: |step| format!("{step}. adıma git"),
    line: |line| format!("{line}. satır"),
    keys: [
        "döngü bölmesinde: geri, ileri",
        "önceki ve sonraki task geçişi",
        "ilk ve son adım",
        "sonraki zamanlayıcı; program duraklatılmışken saati oraya atlar",
        "oynat ve duraklat",
        "düzenleyicide: bu satırdaki sonraki adım",
    ],
};
