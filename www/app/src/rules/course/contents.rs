//! The chapters of the course, as the site lists them.

use serde::Deserialize;

use crate::rules::text::Language;

/// All of them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Contents {
    /// In the order of the course.
    pub chapters: Vec<Entry>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The name of its folder.
    pub name: String,
    /// Its English title.
    en: String,
    /// Its Turkish title.
    tr: String,
    /// What its program shows, in a sentence.
    #[serde(default)]
    short: Short,
    /// Whether there is something to write.
    pub has_exercise: bool,
    /// The files of its folder that the page reads.
    pub files: Vec<String>,
}

/// The same sentence in each language, where it has one.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
struct Short {
    en: Option<String>,
    tr: Option<String>,
}

impl Contents {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// When it is none.
    pub fn read(text: &str) -> Result<Contents, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

impl Entry {
    /// What it is called.
    pub fn title(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Turkish => &self.tr,
        }
    }
    /// What its program shows, in a sentence, if it says that.
    pub fn summary(&self, language: Language) -> Option<&str> {
        let summary = match language {
            Language::English => &self.short.en,
            Language::Turkish => &self.short.tr,
        };
        summary.as_deref()
    }
}
