//! The words in Share.

/// The words.
pub struct ShareText {
    /// Opens Share.
    pub open: &'static str,
    /// What is found there.
    pub open_hint: &'static str,
    /// Closes it.
    pub close: &'static str,
    /// The heading.
    pub title: &'static str,
    /// Names the line with what the program is called.
    pub called: &'static str,
    /// What stands in it while nobody has said.
    pub called_hint: &'static str,
    /// The address, and what it holds.
    pub address: &'static str,
    /// What following it does.
    pub address_hint: &'static str,
    /// The address of the question in which order it prints its lines.
    pub question: &'static str,
    /// What following it does.
    pub question_hint: &'static str,
    /// The lines for another page.
    pub embed: &'static str,
    /// What to do with them where a trace goes with them.
    pub embed_hint: &'static str,
    /// What lies beside the page then.
    pub beside: &'static str,
    /// What Run does there, after a recording on the real clock.
    pub real_clock: &'static str,
    /// Whether Next goes through steps; which ones.
    pub steps: fn(steps: &str) -> String,
    /// What to do with them where none does.
    pub embed_alone_hint: &'static str,
    /// The files.
    pub files: &'static str,
    /// Saves the program.
    pub program: &'static str,
    /// Saves a picture of the step, as this.
    pub still: fn(format: &str) -> String,
    /// Saves a picture of the whole run, as this.
    pub whole: fn(format: &str) -> String,
    /// Saves the trace.
    pub trace: &'static str,
    /// Why there is no trace yet.
    pub no_trace: &'static str,
    /// Copies what stands beside it.
    pub copy: &'static str,
    /// It was copied.
    pub copied: &'static str,
}

/// English.
pub(super) const ENGLISH: ShareText = ShareText {
    open: "Share",
    open_hint: "An address, lines for a page or a slide, files",
    close: "Close",
    title: "Share this program",
    called: "What it is called",
    called_hint: "A title, if you like",
    address: "Address",
    address_hint: "It holds the program, its input and the step you look at. Whoever follows it runs it themselves.",
    question: "As a question",
    question_hint: "Asks whoever follows it in which order the program prints its lines, and says why another order cannot be.",
    embed: "For a page or a slide",
    embed_hint: "Paste these lines into the page, and save the files below them beside that page.",
    beside: "Files for beside the page",
    real_clock: "This run was recorded on the real clock. Run in that page runs the program anew, with other times, and the steps may be others then. On the virtual clock (under More) it does the same each time.",
    steps: |steps| {
        format!(
            "Next goes through the steps that matter ({steps}); else callback by callback, and in a deck to the next slide"
        )
    },
    embed_alone_hint: "Paste these lines into the page. Run the program here first if it is to show a recorded run at once.",
    files: "Save as a file",
    program: "Program",
    still: |format| format!("Picture of this step, {format}"),
    whole: |format| format!("Picture of the whole run, {format}"),
    trace: "Trace",
    no_trace: "There is a trace once the program has run.",
    copy: "Copy",
    copied: "Copied",
};

/// Turkish.
pub(super) const TURKISH: ShareText = ShareText {
    open: "Paylaş",
    open_hint: "Adres, sayfa ya da slayt için satırlar, dosyalar",
    close: "Kapat",
    title: "Bu programı paylaşın",
    called: "Adı",
    called_hint: "İsterseniz bir başlık",
    address: "Adres",
    address_hint: "Programı, girdisini ve baktığınız adımı taşır. Açan kişi programı kendisi çalıştırır.",
    question: "Soru olarak",
    question_hint: "Bağlantıyı açana programın satırlarını hangi sırayla yazdığını sorar; başka bir sıranın neden mümkün olmadığını da söyler.",
    embed: "Sayfa ya da slayt için",
    embed_hint: "Bu satırları sayfaya yapıştırın, altlarındaki dosyaları da sayfanın yanına kaydedin.",
    beside: "Sayfanın yanına konacak dosyalar",
    real_clock: "Bu çalışma gerçek saatle kaydedildi. O sayfadaki “Çalıştır” programı yeniden çalıştırır; süreler başka olur, adımlar da değişebilir. Sanal saatte (“Daha fazla” altında) her seferinde aynısı olur.",
    steps: |steps| {
        format!(
            "“İleri” önemli adımlarda durur ({steps}); yoksa callback’ten callback’e ilerler, sunumda sonraki slayta geçer"
        )
    },
    embed_alone_hint: "Bu satırları sayfaya yapıştırın. Kaydedilmiş bir çalışma hemen görünsün isterseniz önce programı burada çalıştırın.",
    files: "Dosya olarak kaydet",
    program: "Program",
    still: |format| format!("Bu adımın resmi, {format}"),
    whole: |format| format!("Bütün çalışmanın resmi, {format}"),
    trace: "Kayıt",
    no_trace: "Kayıt, program bir kez çalışınca oluşur.",
    copy: "Kopyala",
    copied: "Kopyalandı",
};
