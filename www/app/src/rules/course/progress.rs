//! What the reader has solved. It is kept in the browser, and can be taken elsewhere as a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Where it is kept.
pub const KEY: &str = "asyncio101.course";

/// The version of what is written.
const VERSION: u32 = 1;

/// What is solved, by the chapters' names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    #[serde(rename = "asyncio101Course")]
    version: u32,
    chapters: BTreeMap<String, Solved>,
    /// The chapter that was open last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
}

/// What is solved of a chapter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Solved {
    /// The question is answered.
    #[serde(default)]
    pub question: bool,
    /// The exercise is solved.
    #[serde(default)]
    pub exercise: bool,
}

impl Progress {
    /// Reads what [`Progress::text`] wrote.
    ///
    /// # Errors
    ///
    /// When it is something else, or of another version.
    pub fn read(text: &str) -> Result<Progress, String> {
        let progress: Progress = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if progress.version == VERSION {
            Ok(progress)
        } else {
            Err(format!("version {}, expected {VERSION}", progress.version))
        }
    }

    /// Writes it.
    pub fn text(&self) -> String {
        let current = Progress { version: VERSION, ..self.clone() };
        serde_json::to_string(&current).expect("names and numbers can be written")
    }

    /// What is solved of a chapter.
    pub fn of(&self, chapter: &str) -> Solved {
        self.chapters.get(chapter).copied().unwrap_or_default()
    }

    /// Whether all of a chapter is solved.
    pub fn is_solved(&self, chapter: &str, has_exercise: bool) -> bool {
        let solved = self.of(chapter);
        solved.question && (solved.exercise || !has_exercise)
    }

    /// Whether nothing is solved.
    pub fn is_empty(&self) -> bool {
        self.chapters.is_empty()
    }

    /// The question of a chapter is answered; whether that is news.
    pub fn solve_question(&mut self, chapter: &str) -> bool {
        let solved = self.chapters.entry(chapter.to_owned()).or_default();
        !std::mem::replace(&mut solved.question, true)
    }

    /// The exercise of a chapter is solved; whether that is news.
    pub fn solve_exercise(&mut self, chapter: &str) -> bool {
        let solved = self.chapters.entry(chapter.to_owned()).or_default();
        !std::mem::replace(&mut solved.exercise, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_solved_survives_a_visit() {
        let mut progress = Progress { last: Some("02-b".into()), ..Progress::default() };
        assert!(progress.solve_question("01-a") && !progress.solve_question("01-a"));
        assert!(!progress.is_solved("01-a", true) && progress.is_solved("01-a", false));
        assert!(progress.solve_exercise("01-a") && progress.is_solved("01-a", true));
        let read = Progress::read(&progress.text()).unwrap();
        assert_eq!((read.of("01-a"), read.of("02-b")), (progress.of("01-a"), Solved::default()));
        assert_eq!(read.last.as_deref(), Some("02-b"));
    }

    #[test]
    fn what_is_no_progress_is_refused() {
        for text in ["", "[]", "{}", r#"{"asyncio101Course":2,"chapters":{}}"#] {
            assert!(Progress::read(text).is_err(), "{text}");
        }
    }
}
