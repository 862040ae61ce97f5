//! The words of a page inside another.

use asyncio101::replay::say;

use crate::rules::embed::failure::Failure;

/// The words.
pub struct EmbedText {
    /// One stop on, along the steps that were asked for.
    pub next: &'static str,
    /// One stop back.
    pub previous: &'static str,
    /// Which of those steps it is, from 1, and how many there are.
    pub stop: fn(at: usize, of: usize) -> String,
    /// Leads to the playground.
    pub open: &'static str,
    /// What that does.
    pub open_hint: &'static str,
    /// Lets the program be changed.
    pub edit: &'static str,
    /// What that does.
    pub edit_hint: &'static str,
    /// Leaves the editor.
    pub done: &'static str,
    /// What that does.
    pub done_hint: &'static str,
    /// Leaves the editor, and what was changed.
    pub back: &'static str,
    /// What that does.
    pub back_hint: &'static str,
    /// How the keyboard leaves the editor.
    pub leave_hint: &'static str,
    /// So many lines of the program are not shown here.
    pub hidden: fn(lines: u32) -> String,
    /// The program prints nothing before this step.
    pub nothing_printed: &'static str,
    /// Nothing was asked for.
    nothing: &'static str,
    /// It could not be fetched: what, and why.
    not_fetched: fn(address: &str, reason: &str) -> String,
    /// It is no trace: its name, and why.
    no_trace: fn(name: &str, reason: &str) -> String,
    /// Why a trace cannot be read.
    unreadable: fn(&asyncio101::trace::format::FormatError) -> String,
}

impl EmbedText {
    /// Why there is nothing to see.
    pub fn failure(&self, failure: &Failure) -> String {
        match failure {
            Failure::Nothing => self.nothing.to_owned(),
            Failure::NotFetched { address, reason } => (self.not_fetched)(address, reason),
            Failure::NoTrace { name, error } => (self.no_trace)(name, &(self.unreadable)(error)),
        }
    }
}

/// English.
pub(super) const ENGLISH: EmbedText = EmbedText {
    next: "Next",
    previous: "Back",
    stop: |at, of| format!("{at} of {of}"),
    open: "Open in the playground",
    open_hint: "Opens this program in a tab of its own, at this step once it has run there",
    edit: "Edit",
    edit_hint: "Fetches the editor, so that you can change the program",
    done: "Done",
    done_hint: "Closes the editor",
    back: "Back to the recording",
    back_hint: "Closes the editor and puts the recorded program back. What you changed is lost unless you run it.",
    leave_hint: "Tab indents. Esc and then Tab leaves the editor.",
    hidden: |lines| if lines == 1 { "1 line".to_owned() } else { format!("{lines} lines") },
    nothing_printed: "Nothing is printed yet",
    nothing: "Nothing was asked for. Add ?trace= and the address of a trace, or ?code= and a program.",
    not_fetched: |address, reason| format!("{address} could not be fetched: {reason}"),
    no_trace: |name, reason| format!("{name} cannot be shown: {reason}"),
    unreadable: |error| say::english::unreadable(error),
};

/// Turkish.
pub(super) const TURKISH: EmbedText = EmbedText {
    next: "İleri",
    previous: "Geri",
    stop: |at, of| format!("{at} / {of}"),
    open: "Deneme alanında aç",
    open_hint: "Bu programı kendi sekmesinde açar; orada çalışınca bu adımda durur",
    edit: "Düzenle",
    edit_hint: "Programı değiştirebilmeniz için düzenleyiciyi getirir",
    done: "Bitti",
    done_hint: "Düzenleyiciyi kapatır",
    back: "Kayda dön",
    back_hint: "Düzenleyiciyi kapatır ve kaydedilen programı geri getirir. Çalıştırmadığınız değişiklikler kaybolur.",
    leave_hint: "Tab girinti yapar. Düzenleyiciden çıkmak için Esc, ardından Tab.",
    hidden: |lines| format!("{lines} satır"),
    nothing_printed: "Henüz bir şey yazılmadı",
    nothing: "Gösterilecek bir şey verilmedi. Adrese ?trace= ve bir kaydın adresini ya da ?code= ve bir program ekleyin.",
    not_fetched: |address, reason| format!("{address} alınamadı: {reason}"),
    no_trace: |name, reason| format!("{name} gösterilemiyor: {reason}"),
    unreadable: |error| say::turkish::unreadable(error),
};
