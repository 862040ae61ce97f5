//! How the reader likes to look at a trace. It goes with the reader from run to run, and with a link.

use super::{Axis, Unit};

/// The reader's choices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// How far a step goes.
    pub unit: Unit,
    /// What the lanes are drawn over.
    pub axis: Axis,
    /// Whether what only the loop does is shown as well.
    pub shows_internals: bool,
}

/// How the choices are written that have no name of their own.
const TIME: &str = "time";
const INTERNALS: &str = "internals";

impl Preferences {
    /// The choices that are not the usual ones, as words between dots.
    pub fn words(self) -> String {
        let usual = Self::default();
        let words = [
            (self.unit != usual.unit).then_some(self.unit.name()),
            (self.axis == Axis::Time).then_some(TIME),
            self.shows_internals.then_some(INTERNALS),
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(".")
    }

    /// Reads what [`Preferences::words`] wrote. Unknown words mean nothing.
    pub fn read(words: &str) -> Self {
        words.split('.').fold(Self::default(), |preferences, word| match word {
            TIME => Self { axis: Axis::Time, ..preferences },
            INTERNALS => Self { shows_internals: true, ..preferences },
            word => Self { unit: Unit::from_name(word).unwrap_or(preferences.unit), ..preferences },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_look_can_be_written_and_read() {
        for unit in Unit::ALL {
            for axis in [Axis::Order, Axis::Time] {
                for shows_internals in [false, true] {
                    let preferences = Preferences { unit, axis, shows_internals };
                    assert_eq!(Preferences::read(&preferences.words()), preferences);
                }
            }
        }
        assert_eq!(Preferences::default().words(), "");
        assert_eq!(Preferences::read("upside-down.line").unit, Unit::Line);
    }
}
