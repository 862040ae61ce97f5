//! A picture of a whole run: everybody's lane from the first callback to the last, with an arrow wherever one made another
//! ready.
//!
//! What does not fit beside each other goes on below, as music does.

use super::lanes::ABOVE_LEGEND;
use super::legend::Legend;
use super::sheet::{PADDING, Sheet};
use super::strip::{Measure, Now, Strip};
use super::{Drawn, GAP, HEADING, MARGIN, Theme, WIDTHS, panel, sentence};
use crate::replay::Replay;
use crate::replay::picture::{COLUMN, Lane, Whose, Window, causes, columns_of, lanes, picture, short_name};
use crate::replay::say::{Language, Words};

/// As many lanes as are drawn, in all strips together: 10,000 pixels or so.
const MOST: usize = 350;

/// A picture of a whole run that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The colours.
    pub theme: Theme,
    /// The language of its words.
    pub language: Language,
    /// How wide it is, in pixels: one of [`WIDTHS`].
    pub width: u32,
    /// What it is called; if nobody says, by the file of the program.
    pub title: Option<String>,
}

impl Default for Whole {
    fn default() -> Self {
        Self { theme: Theme::default(), language: Language::default(), width: 960, title: None }
    }
}

impl Whole {
    /// Draws the run that a trace tells of.
    #[must_use]
    pub fn draw(&self, replay: &Replay) -> Drawn {
        let words = self.language.words();
        let all = lanes(replay, false);
        let width = f64::from(self.width.clamp(*WIDTHS.start(), *WIDTHS.end()));
        let inner = width - 2.0 * MARGIN;
        let title = self.title.clone();
        let title = title.unwrap_or_else(|| replay.names().about("program").unwrap_or_default().to_owned());
        let said = if all.is_empty() { words.no_tasks.to_owned() } else { summary(replay, &all, words) };
        let mut sheet = Sheet::new(self.theme.palette(), format!("whole-{}", self.theme.name()));

        let score = Score::new(replay, &all, words, inner - 2.0 * PADDING);
        let height = HEADING + score.height() + 10.0;
        panel(&mut sheet, [MARGIN, MARGIN, inner, height], &title);
        score.draw(&mut sheet, MARGIN + PADDING, MARGIN + HEADING);
        let y = sentence(&mut sheet, [MARGIN, MARGIN + height + GAP, inner], None, &said);

        let height = (y + MARGIN).ceil();
        let description: Vec<String> = [title].into_iter().chain(score.told(replay, &all)).collect();
        let description = description.join("\n");
        let svg = sheet.finish(width, height, &said, &description);
        Drawn { svg, width: width as u32, height: height as u32, sentence: said, description }
    }
}

/// How many tasks and callbacks there were, and how long that took.
fn summary(replay: &Replay, all: &[Whose], words: &Words) -> String {
    let tasks = all.iter().filter(|whose| matches!(whose, Whose::Task(..))).count();
    let clock = match replay.clock(replay.len()) {
        0 => String::new(),
        clock => format!(", {}", words.clock(clock)),
    };
    format!("{}{clock}.", (words.whole)(tasks, columns_of(replay, all)))
}

/// The strips, and what their shapes mean.
struct Score<'a> {
    words: &'a Words,
    strips: Vec<Strip<'a>>,
    legend: Option<Legend>,
}

impl<'a> Score<'a> {
    fn new(replay: &Replay, all: &[Whose], words: &'a Words, width: f64) -> Self {
        if all.is_empty() {
            return Self { words, strips: vec![], legend: None };
        }
        // Behind the last callback there is room for how its task ended.
        let columns = columns_of(replay, all) + 1;
        let measure = Measure::new(width, columns);
        let mut strips: Vec<Strip<'_>> = Vec::new();
        let (mut first, mut room, mut hidden) = (0, MOST, 0);
        while first < columns && room > 0 {
            let count = measure.columns.min(columns - first);
            let window = Window::Order { first, count };
            // Who is not there in a strip has no lane in it.
            let seen = picture(replay, all, window, 0);
            let is_there = |lane: &&Lane| !lane.pieces.is_empty();
            let mut there: Vec<Whose> = seen.lanes.iter().filter(is_there).map(|lane| lane.whose).collect();
            if there.len() > room {
                // A strip that would be cut begins no page; the first has to.
                if first > 0 {
                    break;
                }
                hidden = there.len() - room;
                there.truncate(room);
            }
            room -= there.len();
            let lanes = seen.lanes.into_iter().filter(|lane| there.contains(&lane.whose)).collect();
            strips.push(Strip {
                words,
                measure,
                lanes,
                ticks: seen.ticks,
                causes: causes(replay, &there, window),
                columns: count as f64 * COLUMN,
                running: None,
                now: Now::Past,
                // Each goes on in the next: nothing is to fade there.
                goes_on: [false; 2],
            });
            first += count;
        }
        let mut left_out = (words.cut)(0, (columns - 1).saturating_sub(first));
        if hidden > 0 {
            left_out = (words.more_tasks)(hidden);
        }
        let shown = strips.iter().flat_map(|strip| &strip.lanes);
        let has_arrows = strips.iter().any(|strip| !strip.causes.is_empty());
        let legend = Some(Legend::new(shown, has_arrows, left_out, words, width));
        Self { words, strips, legend }
    }

    fn height(&self) -> f64 {
        let strips: f64 = self.strips.iter().map(|strip| strip.height() + GAP).sum();
        strips - GAP + self.legend.as_ref().map_or(GAP, |legend| ABOVE_LEGEND + legend.height())
    }

    fn draw(&self, sheet: &mut Sheet, x: f64, y: f64) {
        let mut y = y;
        for strip in &self.strips {
            strip.draw(sheet, x, y);
            y += strip.height() + GAP;
        }
        if let Some(legend) = &self.legend {
            legend.draw(sheet, x, y - GAP + ABOVE_LEGEND);
        }
    }

    /// What there is to see of each, in words.
    fn told(&self, replay: &Replay, all: &[Whose]) -> Vec<String> {
        let told = all.iter().filter_map(|whose| {
            let ran = (self.words.ran)(whose.spans(replay).len());
            match *whose {
                Whose::Callbacks(_) => Some(format!("{}: {ran}", self.words.callbacks)),
                Whose::Task(in_loop, id) => {
                    let status = (self.words.status)(replay.future(in_loop, id)?.status);
                    Some(format!("{}: {ran}; {status}", short_name(replay, in_loop, id)))
                }
            }
        });
        told.take(MOST).collect()
    }
}
