//! A question about a program that somebody has sent: in which order does it print its lines?
//!
//! The link holds the program, as links of the playground do. It is shown as a chapter of one question, and runs when the
//! reader says so: only then its lines are known.

use super::place::Files;
use crate::rules::link::Link;
use crate::rules::text::Language;

/// The chapter that the program of a link makes. A title is text, whatever it looks like.
pub(super) fn files(link: &Link) -> Files {
    let mut files = Files::default();
    let mut put = |name: &str, text: String| files.texts.insert(name.to_owned(), text);
    // It has nothing to write; whether it needs an operating system its author knows.
    put(
        "chapter.toml",
        "desktop = true\nstep = 0\npanel = \"lanes\"\n[question]\nkind = \"order\"\n".to_owned(),
    );
    put("program.py", link.recipe.program.to_string());
    for language in Language::ALL {
        let text = language.course();
        let title = link.title.as_deref().unwrap_or(text.asked_title);
        let title: String = title
            .chars()
            .flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]))
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let words = format!(
            "# {title}\n\n{}\n\n## {{#look}}\n{}\n\n## {{#question}}\n{}\n\n## {{#answer}}\n{}\n",
            text.asked_words, text.asked_look, text.asked_question, text.asked_answer
        );
        put(&format!("{}.md", language.tag()), words);
    }
    files
}
