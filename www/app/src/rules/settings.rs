//! What the page remembers between visits, and under which names.

use super::examples::Example;
use super::text::Language;

/// Where the chosen language is kept.
pub const LANGUAGE: &str = "asyncio101.language";
/// Where the chosen theme is kept.
pub const THEME: &str = "asyncio101.theme";

/// Where the chosen clock is kept, if it is not the real one.
pub const CLOCK: &str = "asyncio101.clock";
/// The name of the virtual clock there.
pub const VIRTUAL: &str = "virtual";

/// Where it is kept that lines are recorded, if they are.
pub const RECORD: &str = "asyncio101.record";
/// What is kept there.
pub const LINES: &str = "lines";

/// Where the program of a chapter's exercise is kept: behind that comes the chapter's name.
pub const COURSE_DRAFT: &str = "asyncio101.course.draft.";

/// Where the edited program of an example is kept. `index.html` reads the same name before the page has
/// loaded.
pub fn draft_key(example: &Example) -> String {
    format!("asyncio101.draft.{}", example.id)
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Whatever the system says.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// How the theme is written in storage and in the `data-theme` attribute.
    pub fn name(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// Reads what [`Theme::name`] wrote.
    pub fn from_name(name: &str) -> Option<Theme> {
        [Theme::Auto, Theme::Light, Theme::Dark].into_iter().find(|theme| theme.name() == name)
    }

    /// What one press of the theme button leads to.
    pub fn next(self) -> Theme {
        match self {
            Theme::Auto => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::Auto,
        }
    }
}

/// The language to start in: the one chosen on an earlier visit, else the browser's.
pub fn starting_language(stored: Option<&str>, browser: Option<&str>) -> Language {
    let of =
        |tag: &str| Language::ALL.into_iter().find(|language| tag.split('-').next() == Some(language.tag()));
    stored.and_then(of).or_else(|| browser.and_then(of)).unwrap_or(Language::English)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::examples;

    #[test]
    fn every_example_has_a_draft_of_its_own() {
        let keys: std::collections::HashSet<String> = examples::all().map(draft_key).collect();
        assert_eq!(keys.len(), examples::all().count());
    }

    #[test]
    fn a_theme_survives_storage_and_the_button_reaches_them_all() {
        let mut theme = Theme::Auto;
        for _ in 0..3 {
            assert_eq!(Theme::from_name(theme.name()), Some(theme));
            theme = theme.next();
        }
        assert_eq!(theme, Theme::Auto);
        assert_eq!(Theme::from_name("sepia"), None);
    }

    #[test]
    fn a_chosen_language_wins_over_the_browsers_and_english_over_a_foreign_one() {
        assert_eq!(starting_language(Some("en"), Some("tr-TR")), Language::English);
        assert_eq!(starting_language(None, Some("tr-TR")), Language::Turkish);
        assert_eq!(starting_language(Some("?"), Some("tr")), Language::Turkish);
        assert_eq!(starting_language(None, Some("fr")), Language::English);
        assert_eq!(starting_language(None, None), Language::English);
    }
}
