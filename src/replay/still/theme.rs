//! The colours, which are those of the page.

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Ink on paper.
    #[default]
    Light,
    /// Paper on ink.
    Dark,
}

impl Theme {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    /// How it is written in an attribute, an option and an address.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Its colours.
    pub(super) fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
        }
    }
}

/// The colours of one theme, by the names they have in the page's style sheet (`www/app/static/styles/tokens.css`).
#[derive(Debug)]
pub(super) struct Palette {
    /// Behind everything.
    pub(super) paper: &'static str,
    /// The ground of a panel.
    pub(super) surface: &'static str,
    /// Thin lines.
    pub(super) rule: &'static str,
    /// Lines that say something.
    pub(super) rule_strong: &'static str,
    /// Words.
    pub(super) ink: &'static str,
    /// Quieter words.
    pub(super) ink_2: &'static str,
    /// The quietest.
    pub(super) ink_3: &'static str,
    /// What happens now.
    pub(super) accent: &'static str,
    /// The ground below that.
    pub(super) accent_ground: &'static str,
    /// Words on `accent`.
    pub(super) on_accent: &'static str,
    /// It went well.
    pub(super) good: &'static str,
    /// It failed.
    pub(super) bad: &'static str,
    /// A keyword of the program.
    pub(super) code_keyword: &'static str,
    /// A string.
    pub(super) code_string: &'static str,
    /// A number.
    pub(super) code_number: &'static str,
    /// The name of a function where it is defined.
    pub(super) code_function: &'static str,
    /// A comment.
    pub(super) code_comment: &'static str,
    /// The name of a class where it is defined.
    pub(super) code_class: &'static str,
}

const LIGHT: Palette = Palette {
    paper: "#f7f5f0",
    surface: "#fffefb",
    rule: "#e4dfd4",
    rule_strong: "#8d8678",
    ink: "#1f1c18",
    ink_2: "#565047",
    ink_3: "#6b6459",
    accent: "#b83c12",
    accent_ground: "#fbe9df",
    on_accent: "#fffdfa",
    good: "#2f6b3c",
    bad: "#ae1f2f",
    code_keyword: "#9a2f6b",
    code_string: "#3f6618",
    code_number: "#8a4b08",
    code_function: "#1f5a8a",
    code_comment: "#6f685c",
    code_class: "#0f6466",
};

const DARK: Palette = Palette {
    paper: "#191816",
    surface: "#201f1c",
    rule: "#34312c",
    rule_strong: "#7d766a",
    ink: "#ece7dd",
    ink_2: "#bab3a6",
    ink_3: "#a29b8e",
    accent: "#ff9466",
    accent_ground: "#3a2419",
    on_accent: "#24130b",
    good: "#8fcf98",
    bad: "#ff9a98",
    code_keyword: "#f0a3cf",
    code_string: "#b3d48a",
    code_number: "#efbd7d",
    code_function: "#8fc3ee",
    code_comment: "#9d968a",
    code_class: "#7fd0cf",
};

#[cfg(test)]
mod tests {
    use super::*;

    /// By their names in the style sheet.
    fn colours(palette: &Palette) -> [(&'static str, &'static str); 18] {
        [
            ("paper", palette.paper),
            ("surface", palette.surface),
            ("rule", palette.rule),
            ("rule-strong", palette.rule_strong),
            ("ink", palette.ink),
            ("ink-2", palette.ink_2),
            ("ink-3", palette.ink_3),
            ("accent", palette.accent),
            ("accent-ground", palette.accent_ground),
            ("on-accent", palette.on_accent),
            ("good", palette.good),
            ("bad", palette.bad),
            ("code-keyword", palette.code_keyword),
            ("code-string", palette.code_string),
            ("code-number", palette.code_number),
            ("code-function", palette.code_function),
            ("code-comment", palette.code_comment),
            ("code-class", palette.code_class),
        ]
    }

    #[test]
    fn the_colours_are_those_of_the_page() {
        let sheet = include_str!("../../../www/app/static/styles/tokens.css");
        for ((name, light), (_, dark)) in colours(&LIGHT).into_iter().zip(colours(&DARK)) {
            let row = format!("--{name}: light-dark({light}, {dark});");
            assert!(sheet.contains(&row), "the style sheet has no {row}");
        }
    }
}
