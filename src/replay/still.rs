//! A still of a step: one picture that stands on its own, for a slide, a page without scripts, a sheet of paper.
//!
//! It shows what the page shows of a step, as far as paper can: the program with its tasks at their lines, what was
//! printed so far, the tasks over time, and the step's sentence. It is SVG, and needs nothing besides: no style sheet, no
//! script, no font that is not there. What it shows it says as well, for those who do not see it.
//!
//! ```no_run
//! use asyncio101::replay::{Replay, still::Still};
//!
//! let replay = Replay::read(std::fs::read("gather.trace")?)?;
//! let picture = Still { step: 42, ..Still::default() }.draw(&replay);
//! std::fs::write("gather-42.svg", picture.svg)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod code;
mod lanes;
mod legend;
mod output;
mod python;
mod sheet;
mod strip;
mod theme;
mod whole;

use std::ops::RangeInclusive;

use super::picture::{Standing, There, who_is_where};
use super::say::{Language, Words};
use super::{Moment, Replay};
use code::Code;
use lanes::Lanes;
use output::Output;
use sheet::{PADDING, ROW, Sheet, Type};

pub use theme::Theme;
pub use whole::Whole;

/// Around the panels, and between them.
const MARGIN: f64 = 16.0;
/// Between two panels.
const GAP: f64 = 12.0;
/// The height of what a panel is called.
const HEADING: f64 = 30.0;
/// From this width on, what was printed stands beside the program.
const WIDE: f64 = 700.0;
/// As many rows as what was printed has where it stands below the program.
const PRINTED: usize = 12;
/// The fewest it has beside it.
const PRINTED_BESIDE: usize = 8;

/// As many names as are looked up for one line.
const NAMES: usize = 10;

/// The narrowest and the widest still, in pixels.
pub const WIDTHS: RangeInclusive<u32> = 320..=4000;

/// What a still can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The program, with its tasks at their lines.
    Code,
    /// The tasks over time.
    Lanes,
    /// What was printed so far.
    Output,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Code, Self::Lanes, Self::Output];

    /// What it is called in an attribute, an option and an address.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Lanes => "lanes",
            Self::Output => "output",
        }
    }

    /// Reads what [`Part::name`] wrote.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }
}

/// What is to be drawn, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Still {
    /// The step; the last one if there are fewer. At 0 nothing has happened.
    pub step: usize,
    /// What to show of it, besides its sentence.
    pub parts: Vec<Part>,
    /// Which lines of the program; if nobody says, all, or as many as there is room for around what happens.
    pub lines: Option<RangeInclusive<u32>>,
    /// The colours.
    pub theme: Theme,
    /// The language of its words.
    pub language: Language,
    /// How wide it is, in pixels: one of [`WIDTHS`].
    pub width: u32,
    /// What it is called; if nobody says, by the file of the program.
    pub title: Option<String>,
}

impl Default for Still {
    fn default() -> Self {
        Self {
            step: 0,
            parts: Part::ALL.to_vec(),
            lines: None,
            theme: Theme::default(),
            language: Language::default(),
            width: 960,
            title: None,
        }
    }
}

/// A still that is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The picture, an XML document.
    pub svg: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// What happened, in one sentence: the picture's alternative text. (WCAG 2.2, 1.1.1)
    pub sentence: String,
    /// What else there is to see, for those who do not.
    pub description: String,
}

impl Still {
    /// Draws a step of a trace.
    #[must_use]
    pub fn draw(&self, replay: &Replay) -> Drawn {
        let scene = Scene::new(self, replay);
        let width = f64::from(self.width.clamp(*WIDTHS.start(), *WIDTHS.end()));
        let theme = self.theme;
        let mut sheet = Sheet::new(theme.palette(), format!("still-{}-{}", scene.step, theme.name()));
        let mut y = MARGIN;
        let inner = width - 2.0 * MARGIN;
        y = scene.program_and_output(&mut sheet, y, inner);
        y = scene.lanes(&mut sheet, y, inner);
        y = scene.caption(&mut sheet, y, inner);
        let height = (y + MARGIN).ceil();
        let (sentence, description) = (scene.sentence.clone(), scene.description());
        let svg = sheet.finish(width, height, &sentence, &description);
        Drawn { svg, width: width as u32, height: height as u32, sentence, description }
    }
}

/// What is known of a step.
struct Scene<'a> {
    asked: &'a Still,
    replay: &'a Replay,
    words: &'static Words,
    step: usize,
    state: super::State,
    marks: Vec<There>,
    /// The line the step is about.
    now: Option<u32>,
    output: Output,
    sentence: String,
    title: String,
}

impl<'a> Scene<'a> {
    fn new(asked: &'a Still, replay: &'a Replay) -> Self {
        let step = asked.step.min(replay.len());
        let (state, moment) = (replay.state(step), replay.moment(step));
        let words = asked.language.words();
        let event = moment.as_ref().map(|moment| (moment.event, moment.details));
        let place = moment.as_ref().and_then(|moment| replay.names().program_place(Moment::at(moment)));
        let sentence = match &moment {
            Some(moment) => asked.language.sentence(&replay.statement(moment)),
            None => words.nothing_yet.to_owned(),
        };
        let program = replay.names().about("program").unwrap_or_default();
        Self {
            asked,
            replay,
            words,
            step,
            marks: who_is_where(replay, &state, event, NAMES),
            state,
            now: place.map(|place| place.line),
            output: Output::at(replay, step),
            sentence,
            title: asked.title.clone().unwrap_or_else(|| program.to_owned()),
        }
    }

    fn shows(&self, part: Part) -> bool {
        self.asked.parts.contains(&part)
    }

    /// The number of the step, and of how many; the clock, if it has moved.
    fn position(&self) -> String {
        let position = (self.words.step)(self.step, self.replay.len());
        match self.replay.clock(self.step) {
            0 => position,
            clock => format!("{position}\u{2002}·\u{2002}{}", self.words.clock(clock)),
        }
    }

    /// The program and what it printed, side by side where there is room. It ends where the next panel begins.
    fn program_and_output(&self, sheet: &mut Sheet, y: f64, width: f64) -> f64 {
        let source = self.replay.names().about("source").unwrap_or_default();
        let asked = code::Asked {
            source,
            marks: &self.marks,
            now: self.now,
            lines: self.asked.lines.clone(),
            words: self.words,
        };
        let (has_code, has_output) = (self.shows(Part::Code), self.shows(Part::Output));
        let below = |height: f64| y + height + GAP;
        if has_code && has_output && width >= WIDE {
            let (printed, rows) = self.output.wish();
            // What was printed takes what the program leaves, but for what it needs itself.
            let beside = (printed + 2.0 * PADDING).clamp(width * 0.25, width * 0.42) + GAP;
            let left = Code::wish(&asked).clamp(width * 0.5, width - beside).floor();
            let code = Code::new(&asked, left);
            let rows = ((code.height() / ROW) as usize).max(rows.min(PRINTED_BESIDE));
            let height = HEADING + rows as f64 * ROW + 10.0;
            self.code(sheet, &code, source.is_empty(), [MARGIN, y, left, height]);
            self.printed(sheet, [MARGIN + left + GAP, y, width - left - GAP, height], rows);
            return below(height);
        }
        let mut y = y;
        if has_code {
            let code = Code::new(&asked, width);
            let height = HEADING + code.height().max(ROW) + 10.0;
            self.code(sheet, &code, source.is_empty(), [MARGIN, y, width, height]);
            y += height + GAP;
        }
        if has_output {
            let rows = self.output.wish().1.min(PRINTED);
            let height = HEADING + rows as f64 * ROW + 10.0;
            self.printed(sheet, [MARGIN, y, width, height], rows);
            y += height + GAP;
        }
        y
    }

    fn code(&self, sheet: &mut Sheet, code: &Code, is_unknown: bool, [x, y, width, height]: [f64; 4]) {
        panel(sheet, [x, y, width, height], &self.title);
        if is_unknown {
            let fill = sheet.palette.ink_3;
            sheet.text(x + PADDING, y + HEADING + 14.5, Type::NOTE, fill, self.words.no_program);
        } else {
            code.draw(sheet, x, y + HEADING);
        }
    }

    fn printed(&self, sheet: &mut Sheet, [x, y, width, height]: [f64; 4], rows: usize) {
        panel(sheet, [x, y, width, height], self.words.output);
        self.output.draw(sheet, [x + PADDING, y + HEADING, width - 2.0 * PADDING], rows, self.words);
    }

    fn lanes(&self, sheet: &mut Sheet, y: f64, width: f64) -> f64 {
        if !self.shows(Part::Lanes) {
            return y;
        }
        let inner = width - 2.0 * PADDING;
        let Some(lanes) = Lanes::new(self.replay, &self.state, self.words, inner) else {
            // Where there is more to see, that there are no tasks is seen.
            if self.asked.parts.len() > 1 {
                return y;
            }
            let (height, fill) = (2.0 * PADDING + ROW, sheet.palette.ink_3);
            sheet.framed([MARGIN, y, width, height], 8.0, sheet.palette.surface, sheet.palette.rule);
            sheet.text(MARGIN + PADDING, y + PADDING + 14.5, Type::NOTE, fill, self.words.no_tasks);
            return y + height + GAP;
        };
        let height = lanes.height() + 16.0;
        sheet.framed([MARGIN, y, width, height], 8.0, sheet.palette.surface, sheet.palette.rule);
        lanes.draw(sheet, MARGIN + PADDING, y + 6.0);
        y + height + GAP
    }

    /// The sentence, and which step it is.
    fn caption(&self, sheet: &mut Sheet, y: f64, width: f64) -> f64 {
        sentence(sheet, [MARGIN, y, width], Some(&self.position()), &self.sentence)
    }

    /// What there is to see, in words.
    fn description(&self) -> String {
        let [runs, ready, waits] = self.words.states;
        let who = [Standing::Runs, Standing::IsReady, Standing::Waits].into_iter().zip([runs, ready, waits]);
        let who = who.filter_map(|(standing, does)| {
            let there = self.marks.iter().filter(|mark| mark.standing == standing);
            let more: usize = there.clone().map(|mark| mark.more).sum();
            let names = there.flat_map(|mark| &mark.names).cloned().collect::<Vec<_>>().join(", ");
            let names = if more > 0 { format!("{names} +{more}") } else { names };
            (!names.is_empty()).then(|| format!("{does}: {names}"))
        });
        let who = who.collect::<Vec<_>>().join("; ");
        let printed = self.output.text();
        let printed = match printed.trim() {
            "" => self.words.nothing_printed.to_owned(),
            _ => format!("{}:\n{printed}", self.words.output),
        };
        let position = format!("{}: {}", self.title, self.position());
        let parts = [position, self.sentence.clone(), who, printed];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

/// A sentence below a picture, with a note above it. It ends at a height that it returns.
fn sentence(sheet: &mut Sheet, [x, y, width]: [f64; 3], note: Option<&str>, said: &str) -> f64 {
    let palette = sheet.palette;
    let left = x + PADDING;
    let lines = Type::SENTENCE.wrapped(said, width - PADDING, 4);
    let above = if note.is_some() { 22.0 } else { 4.0 };
    let height = above + 24.0 * lines.len() as f64;
    sheet.rect([x, y, 3.0, height], 1.5, palette.accent);
    if let Some(note) = note {
        sheet.text(left, y + 13.0, Type::NOTE, palette.ink_3, note);
    }
    for (row, line) in (1..).zip(&lines) {
        sheet.text(left, y + above - 9.0 + 24.0 * f64::from(row), Type::SENTENCE, palette.ink, line);
    }
    y + height
}

/// A panel, and what it is called.
fn panel(sheet: &mut Sheet, [x, y, width, height]: [f64; 4], heading: &str) {
    let palette = sheet.palette;
    sheet.framed([x, y, width, height], 8.0, palette.surface, palette.rule);
    let heading = Type::HEADING.cut(heading, width - 2.0 * PADDING);
    sheet.text(x + PADDING, y + 20.0, Type::HEADING, palette.ink_3, &heading);
}
