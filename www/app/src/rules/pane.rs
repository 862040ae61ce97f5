//! The panes of the playground.

use super::text::Text;

/// A part of the page. A narrow window shows one at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The list of programs.
    Examples,
    /// The editor.
    Code,
    /// The output.
    Console,
    /// The event loop.
    Loop,
}

impl Pane {
    /// All of them, in the order F6 visits them.
    pub const ALL: [Pane; 4] = [Pane::Examples, Pane::Code, Pane::Console, Pane::Loop];

    /// How the pane is written in the document's attributes.
    pub fn name(self) -> &'static str {
        match self {
            Pane::Examples => "examples",
            Pane::Code => "code",
            Pane::Console => "console",
            Pane::Loop => "loop",
        }
    }

    /// Reads what [`Pane::name`] wrote.
    pub fn from_name(name: &str) -> Option<Pane> {
        Pane::ALL.into_iter().find(|pane| pane.name() == name)
    }

    /// What the pane is called.
    pub fn label(self, text: &Text) -> &'static str {
        match self {
            Pane::Examples => text.examples,
            Pane::Code => text.code,
            Pane::Console => text.console,
            Pane::Loop => text.event_loop,
        }
    }

    /// The pane after this one, or before it.
    pub(super) fn neighbour(self, backwards: bool) -> Pane {
        let steps = if backwards { Pane::ALL.len() - 1 } else { 1 };
        Pane::ALL[(self as usize + steps) % Pane::ALL.len()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pane_is_known_by_its_name() {
        assert!(Pane::ALL.into_iter().all(|pane| Pane::from_name(pane.name()) == Some(pane)));
        assert_eq!(Pane::from_name("attic"), None);
    }
}
