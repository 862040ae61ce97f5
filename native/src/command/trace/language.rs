//! The language of whoever reads, by the locale.

use std::env;

use asyncio101::replay::say::Language;

/// The language that the environment asks for: by the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is set and not
/// empty ([POSIX, 8.2](https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html)). English if that is
/// none of ours.
pub(in crate::command) fn of_environment() -> Language {
    of(|variable| env::var(variable).ok())
}

fn of(value: impl Fn(&str) -> Option<String>) -> Language {
    let locale =
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(value).find(|value| !value.is_empty());
    locale.and_then(|locale| Language::of_locale(&locale)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        let language = |set: &[(&str, &str)]| {
            of(|variable| {
                set.iter().find(|(name, _)| *name == variable).map(|(_, value)| (*value).to_owned())
            })
        };
        assert_eq!(language(&[]), Language::English);
        assert_eq!(language(&[("LANG", "tr_TR.UTF-8")]), Language::Turkish);
        assert_eq!(language(&[("LANG", "tr_TR.UTF-8"), ("LC_MESSAGES", "en_GB")]), Language::English);
        assert_eq!(language(&[("LANG", "en_GB"), ("LC_MESSAGES", "tr")]), Language::Turkish);
        assert_eq!(language(&[("LC_ALL", "C"), ("LC_MESSAGES", "tr"), ("LANG", "tr")]), Language::English);
        assert_eq!(language(&[("LC_ALL", ""), ("LANG", "tr@x")]), Language::Turkish);
        assert_eq!(language(&[("LC_ALL", "de_DE.UTF-8")]), Language::English);
    }
}
