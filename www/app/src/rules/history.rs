//! The lines a user has typed at `input()`, called back with the arrow keys as in a terminal.

/// How many lines are remembered.
const LIMIT: usize = 100;

/// Typed lines, and where the user is looking among them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Oldest first.
    lines: Vec<String>,
    /// The line being looked at; `None` is the new line below them all.
    looking_at: Option<usize>,
    /// What stood in the new line when the user began to look back.
    unsent: String,
}

impl History {
    /// Remembers a line that was sent. An empty one, or the same one again, is not worth remembering.
    pub fn remember(&mut self, line: &str) {
        self.looking_at = None;
        self.unsent.clear();
        if line.is_empty() || self.lines.last().is_some_and(|last| last == line) {
            return;
        }
        if self.lines.len() == LIMIT {
            self.lines.remove(0);
        }
        self.lines.push(line.to_owned());
    }

    /// One line back in time; `current` is what stands in the input line now. `None` if there is no older
    /// line.
    pub fn older(&mut self, current: &str) -> Option<&str> {
        let older = match self.looking_at {
            None => {
                let last = self.lines.len().checked_sub(1)?;
                self.unsent = current.to_owned();
                last
            }
            Some(line) => line.checked_sub(1)?,
        };
        self.looking_at = Some(older);
        Some(&self.lines[older])
    }

    /// One line forward in time, in the end to what had not been sent. `None` if the user is there already.
    pub fn newer(&mut self) -> Option<&str> {
        let newer = self.looking_at? + 1;
        if newer < self.lines.len() {
            self.looking_at = Some(newer);
            Some(&self.lines[newer])
        } else {
            self.looking_at = None;
            Some(&self.unsent)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A history of these lines, sent in this order.
    fn of(lines: &[&str]) -> History {
        let mut history = History::default();
        lines.iter().for_each(|line| history.remember(line));
        history
    }

    #[test]
    fn looking_back_and_forward_ends_at_the_line_not_yet_sent() {
        let mut history = of(&["one", "two"]);
        assert_eq!(history.older("thr"), Some("two"));
        assert_eq!(history.older("two"), Some("one"));
        assert_eq!(history.older("one"), None);
        assert_eq!(history.newer(), Some("two"));
        assert_eq!(history.newer(), Some("thr"));
        assert_eq!(history.newer(), None);
    }

    #[test]
    fn sending_a_line_returns_to_the_bottom() {
        let mut history = of(&["one", "two"]);
        history.older("");
        history.older("");
        history.remember("three");
        assert_eq!(history.older(""), Some("three"));
    }

    #[test]
    fn repeated_and_empty_lines_are_kept_once_and_not_at_all() {
        let mut history = of(&["one", "one", ""]);
        assert_eq!(history.older(""), Some("one"));
        assert_eq!(history.older(""), None);
    }

    #[test]
    fn the_oldest_line_makes_room() {
        let mut history = History::default();
        (0..=LIMIT).for_each(|n| history.remember(&n.to_string()));
        let mut seen = Vec::new();
        while let Some(line) = history.older("") {
            seen.push(line.to_owned());
        }
        assert_eq!((seen.len(), seen.last().map(String::as_str)), (LIMIT, Some("1")));
    }
}
