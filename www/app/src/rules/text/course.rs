//! The words of the course, but for those of its chapters.

use asyncio101_messages::{Ending, Verdict};

/// The words.
pub struct CourseText {
    /// What the course is called.
    pub title: &'static str,
    /// What it is, in a sentence or two.
    pub intro: &'static str,
    /// Leads to the contents.
    pub contents: &'static str,
    /// The list of the chapters.
    pub chapters: &'static str,
    /// Leads to the playground.
    pub playground: &'static str,
    /// So many of so many chapters are solved.
    pub solved: fn(usize, usize) -> String,
    /// A chapter is solved.
    pub is_solved: &'static str,
    /// Part of a chapter is solved.
    pub is_begun: &'static str,
    /// Begins with the first chapter.
    pub begin: &'static str,
    /// Goes on with this chapter.
    pub go_on: fn(title: &str) -> String,
    /// All of it is solved.
    pub all_solved: &'static str,
    /// Which chapter it is, of how many.
    pub number: fn(usize, usize) -> String,
    /// What is open is somebody else's: the address of its folder.
    pub elsewhere: fn(&str) -> String,
    /// Leads to the next chapter.
    pub next: &'static str,
    /// Leads to the one before.
    pub previous: &'static str,
    /// What is coming is not here yet.
    pub coming: &'static str,
    /// A chapter cannot be shown; the reasons follow.
    pub failed: &'static str,
    /// Heads of the sections.
    pub look: &'static str,
    /// The question.
    pub question: &'static str,
    /// The exercise.
    pub exercise: &'static str,
    /// The program and its run.
    pub program: &'static str,
    /// Leads to the playground with a program.
    pub open: &'static str,
    /// The program needs an operating system.
    pub recorded: &'static str,
    /// The lines to put in order.
    pub lines: &'static str,
    /// Moves a line up; what it says.
    pub up: fn(&str) -> String,
    /// Moves a line down; what it says.
    pub down: fn(&str) -> String,
    /// Where a line is now: what it says, its place, of how many.
    pub moved: fn(&str, usize, usize) -> String,
    /// How lines are moved.
    pub how_to_order: &'static str,
    /// Wants an order judged.
    pub judge: &'static str,
    /// Wants to be told the answer.
    pub give_up: &'static str,
    /// Wants to be asked again after that.
    pub try_again: &'static str,
    /// Jumps over what stands above the chapters.
    pub skip_to_chapters: &'static str,
    /// The question is answered.
    pub answered: &'static str,
    /// That is wrong.
    pub wrong: &'static str,
    /// The program was not recorded, so there is no question.
    pub unrecorded: &'static str,
    /// The program has not run yet, so there is no question.
    pub unasked: &'static str,
    /// Runs it, to be asked.
    pub ask: &'static str,
    /// What a program is called that somebody asks about.
    pub asked_title: &'static str,
    /// What is said beside it.
    pub asked_words: &'static str,
    /// What there is to see, once it is answered.
    pub asked_look: &'static str,
    /// What is asked.
    pub asked_question: &'static str,
    /// What is said when it is answered.
    pub asked_answer: &'static str,
    /// A link that cannot be read.
    pub unreadable_link: &'static str,
    /// Checks the program.
    pub check: &'static str,
    /// It is being checked.
    pub checking: &'static str,
    /// It was right at an earlier visit.
    pub was_solved: &'static str,
    /// The exercise is solved, the question is not answered yet.
    pub question_is_left: &'static str,
    /// It is right.
    pub passed: &'static str,
    /// It is not yet.
    pub not_yet: &'static str,
    /// The next hint: its number, and how many there are.
    pub hint: fn(usize, usize) -> String,
    /// The lines of a solution, to put in order.
    pub parsons: &'static str,
    /// What that is.
    pub parsons_words: &'static str,
    /// They are in order.
    pub parsons_right: &'static str,
    /// The line at this place does not belong there.
    pub parsons_wrong: fn(usize) -> String,
    /// Shows a solution.
    pub solution: &'static str,
    /// Puts it into the editor.
    pub use_solution: &'static str,
    /// A link to the reader's own program.
    pub own_link: &'static str,
    /// The program as it was at first.
    pub start_over: &'static str,
    /// What that does.
    pub start_over_hint: &'static str,
    /// Saves the progress as a file.
    pub export: &'static str,
    /// Opens such a file.
    pub import: &'static str,
    /// Forgets the progress.
    pub clear: &'static str,
    /// The progress is forgotten, or replaced.
    pub cleared: &'static str,
    /// Brings it back.
    pub undo: &'static str,
    /// A file is no progress, and why.
    pub not_progress: fn(&str) -> String,
    /// The program cannot be compiled: the line, and what is said about it.
    pub syntax: fn(Option<u32>, &str) -> String,
    /// An exception left it: the line, and what it says.
    pub raised: fn(Option<u32>, &str) -> String,
    /// It does not end.
    pub endless: fn(Option<u32>) -> String,
    /// Its loop waits for what can never come.
    pub deadlock: fn(Option<u32>) -> String,
    /// It asks for more input than there is.
    pub input: fn(Option<u32>) -> String,
    /// The check was stopped.
    pub stopped: &'static str,
    /// The check itself has a mistake.
    pub mistaken: fn(&str) -> String,
    /// The chapter has no message of this name.
    pub no_message: fn(&str) -> String,
}

impl CourseText {
    /// What a check has found out that no chapter has words for.
    pub fn verdict(&self, verdict: &Verdict) -> String {
        match verdict {
            Verdict::Passed => self.passed.to_owned(),
            Verdict::Failed { id, .. } => (self.no_message)(id),
            Verdict::Ended { how, line, text } => match how {
                Ending::Syntax => (self.syntax)(*line, text),
                Ending::Raised => (self.raised)(*line, text),
                Ending::Endless => (self.endless)(*line),
                Ending::Deadlock => (self.deadlock)(*line),
                Ending::Input => (self.input)(*line),
                Ending::Stopped => self.stopped.to_owned(),
            },
            Verdict::Mistaken { text, .. } => (self.mistaken)(text),
        }
    }
}

/// English.
pub(super) static ENGLISH: CourseText = CourseText {
    title: "Asyncio 101: the course",
    intro: "Learn asyncio where it runs: each chapter has a program to step through, a question about what it does, and one \
            to write, which is checked by running it.",
    contents: "Contents",
    chapters: "Chapters",
    playground: "Playground",
    solved: |solved, all| format!("{solved} of {all} chapters solved"),
    is_solved: "solved",
    is_begun: "begun",
    begin: "Begin",
    go_on: |title| format!("Go on: {title}"),
    all_solved: "You have solved all of it.",
    number: |at, of| format!("Chapter {at} of {of}"),
    elsewhere: |address| format!("A chapter of somebody else’s, from {address}"),
    next: "Next chapter",
    previous: "Previous chapter",
    coming: "Just a moment …",
    failed: "This chapter cannot be shown.",
    look: "Look",
    question: "Question",
    exercise: "Exercise",
    program: "The program and its run",
    open: "Open in the playground",
    recorded: "This program needs an operating system. It was recorded on one, and can be stepped here.",
    lines: "Lines to put in order",
    up: |line| format!("Move “{line}” up"),
    down: |line| format!("Move “{line}” down"),
    moved: |line, at, of| format!("“{line}”: {at} of {of}"),
    how_to_order: "Drag the lines, or use the arrows: their buttons, or the keys ↑ and ↓ on a line.",
    judge: "Is that the order?",
    give_up: "Show the answer",
    try_again: "Ask me again",
    skip_to_chapters: "Skip to the chapters",
    answered: "Answered",
    wrong: "No",
    unrecorded: "The program of this question was not recorded, so its lines are not known.",
    unasked: "The program of this question has not run yet, so its lines are not known.",
    ask: "Run it, and ask me",
    asked_title: "In which order?",
    asked_words: "Somebody asks you about this program. Read it first; what it does is shown when you have answered.",
    asked_look: "Step through the run to see why.",
    asked_question: "In which order does it print its lines?",
    asked_answer: "Now the run is shown above: step through it to see why.",
    unreadable_link: "The link cannot be read. It may have been cut short.",
    check: "Check",
    checking: "Checking …",
    was_solved: "You have solved this exercise.",
    question_is_left: "The chapter is solved once its question is answered, too.",
    passed: "Solved.",
    not_yet: "Not yet.",
    hint: |at, of| format!("Hint {at} of {of}"),
    parsons: "Give me the lines",
    parsons_words: "These are the lines of a solution. Put them in order.",
    parsons_right: "That is a solution.",
    parsons_wrong: |at| {
        format!(
            "In this order they are no solution. Up to line {} they stand as in mine; line {at} does not.",
            at - 1
        )
    },
    solution: "Show a solution",
    use_solution: "Put it into the editor",
    own_link: "A link to your program",
    start_over: "Start over",
    start_over_hint: "Brings the program back as it came. Undo in the editor takes that back.",
    export: "Save progress",
    import: "Open progress",
    clear: "Forget progress",
    cleared: "Your progress was replaced.",
    undo: "Undo",
    not_progress: |reason| format!("That file has no progress of this course in it: {reason}"),
    syntax: |line, text| format!("{}Python does not understand it: {text}", at_line(line)),
    raised: |line, text| format!("{}the program ends with an exception: {text}", at_line(line)),
    endless: |line| {
        format!(
            "{}the program does not end. Is there a loop that never awaits, or never stops?",
            at_line(line)
        )
    },
    deadlock: |line| {
        format!(
            "{}the program waits for something that can never come: nothing is left that could run.",
            at_line(line)
        )
    },
    input: |line| format!("{}the program asks for more input than there is.", at_line(line)),
    stopped: "The check was stopped.",
    mistaken: |text| format!("The check of this exercise has a mistake, which is not yours: {text}"),
    no_message: |id| format!("This is a known mistake, “{id}”, but the chapter has no words for it."),
};

fn at_line(line: Option<u32>) -> String {
    line.map_or_else(String::new, |line| format!("Line {line}: "))
}

/// Turkish.
pub(super) static TURKISH: CourseText = CourseText {
    title: "Asyncio 101: kurs",
    intro: "asyncio’yu çalıştığı yerde öğrenin: Her bölümde adım adım izlenen bir program, ne yaptığına dair bir soru ve \
            çalıştırılarak denetlenen bir alıştırma var.",
    contents: "İçindekiler",
    chapters: "Bölümler",
    playground: "Deneme alanı",
    solved: |solved, all| format!("{all} bölümden {solved} tanesi çözüldü"),
    is_solved: "çözüldü",
    is_begun: "başlandı",
    begin: "Başla",
    go_on: |title| format!("Kaldığınız yerden: {title}"),
    all_solved: "Hepsini çözdünüz.",
    number: |at, of| format!("Bölüm {at} / {of}"),
    elsewhere: |address| format!("Başka birinin bölümü; adresi: {address}"),
    next: "Sonraki bölüm",
    previous: "Önceki bölüm",
    coming: "Bir saniye…",
    failed: "Bu bölüm gösterilemiyor.",
    look: "Bakın",
    question: "Soru",
    exercise: "Alıştırma",
    program: "Program ve çalışması",
    open: "Deneme alanında aç",
    recorded: "Bu program bir işletim sistemi ister. Orada kaydedildi; burada adım adım izlenebilir.",
    lines: "Sıraya konacak satırlar",
    up: |line| format!("“{line}” satırını yukarı taşı"),
    down: |line| format!("“{line}” satırını aşağı taşı"),
    moved: |line, at, of| format!("“{line}”: {at} / {of}"),
    how_to_order: "Satırları sürükleyin ya da okları kullanın: Ok düğmelerini veya bir satırdayken ↑ ve ↓ tuşlarını.",
    judge: "Sıra bu mu?",
    give_up: "Cevabı göster",
    try_again: "Yeniden sor",
    skip_to_chapters: "Bölümlere geç",
    answered: "Cevaplandı",
    wrong: "Hayır",
    unrecorded: "Bu sorunun programı kaydedilmemiş, bu yüzden satırları bilinmiyor.",
    unasked: "Bu sorunun programı henüz çalışmadı, bu yüzden satırları bilinmiyor.",
    ask: "Çalıştır ve sor",
    asked_title: "Hangi sırayla?",
    asked_words: "Biri size bu programı soruyor. Önce okuyun; ne yaptığı siz cevaplayınca gösterilir.",
    asked_look: "Nedenini görmek için çalışmasını adım adım izleyin.",
    asked_question: "Satırlarını hangi sırayla yazar?",
    asked_answer: "Çalışması artık yukarıda: Nedenini görmek için adım adım izleyin.",
    unreadable_link: "Bağlantı okunamıyor: Bir kısmı eksik kalmış olabilir.",
    check: "Denetle",
    checking: "Denetleniyor…",
    was_solved: "Bu alıştırmayı çözdünüz.",
    question_is_left: "Sorusunu da cevaplayınca bölüm çözülmüş olur.",
    passed: "Çözüldü.",
    not_yet: "Henüz değil.",
    hint: |at, of| format!("İpucu {at} / {of}"),
    parsons: "Satırları ver",
    parsons_words: "Bunlar bir çözümün satırları. Sıraya koyun.",
    parsons_right: "Bu bir çözüm.",
    parsons_wrong: |at| {
        format!("Bu sırayla çözüm olmuyor. {}. satıra kadar benimkiyle aynı; {at}. satır değil.", at - 1)
    },
    solution: "Bir çözüm göster",
    use_solution: "Düzenleyiciye koy",
    own_link: "Programınıza bağlantı",
    start_over: "Baştan başla",
    start_over_hint: "Programı ilk hâline getirir. Düzenleyicide geri alarak vazgeçebilirsiniz.",
    export: "İlerlemeyi kaydet",
    import: "Kayıtlı ilerlemeyi aç",
    clear: "İlerlemeyi sil",
    cleared: "İlerlemeniz değiştirildi.",
    undo: "Geri al",
    not_progress: |reason| format!("Bu dosyada bu kursun ilerlemesi yok: {reason}"),
    syntax: |line, text| format!("{}Python bunu anlamıyor: {text}", at_line_in_turkish(line)),
    raised: |line, text| format!("{}program bir exception ile bitiyor: {text}", at_line_in_turkish(line)),
    endless: |line| {
        format!(
            "{}program bitmiyor. Hiç await etmeyen ya da hiç durmayan bir döngü mü var?",
            at_line_in_turkish(line)
        )
    },
    deadlock: |line| {
        format!(
            "{}program asla gelmeyecek bir şeyi bekliyor: Çalışabilecek hiçbir şey kalmadı.",
            at_line_in_turkish(line)
        )
    },
    input: |line| format!("{}program, verilenden çok girdi istiyor.", at_line_in_turkish(line)),
    stopped: "Denetleme durduruldu.",
    mistaken: |text| format!("Bu alıştırmanın denetiminde bir hata var; hata sizde değil: {text}"),
    no_message: |id| format!("Bu bilinen bir hata (“{id}”), ama bölümde bunun için bir mesaj yok."),
};

fn at_line_in_turkish(line: Option<u32>) -> String {
    line.map_or_else(String::new, |line| format!("{line}. satır: "))
}
