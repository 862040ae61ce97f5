//! What whoever embeds the page asks for: the parameters of its address, which are the attributes of `<asyncio101-run>`.
//!
//! | parameter | means |
//! | --- | --- |
//! | `trace=URL` | the trace to step |
//! | `src=URL` | the program, if there is no trace |
//! | `code=TEXT` | the same, itself |
//! | `step=N`, `step=end` | where it stands at first |
//! | `steps=3,17,42` | what Next goes through |
//! | `view=code,output,lanes` | the parts that are shown: `code`, `output`, and panels of the loop view by name |
//! | `run=click\|auto\|never` | who runs the program |
//! | `readonly` | the program cannot be changed |
//! | `lines=3-9` | the lines of the program that are shown |
//! | `show` | of the program only what stands between `# show` and `# end` |
//! | `clock=virtual\|real` | the clock it runs on |
//! | `seed=N`, `network=latency=50ms,…` | what chance follows from, and what the links of the network are like |
//! | `theme=auto\|light\|dark`, `lang=en\|tr` | how it looks and speaks |
//! | `axis=order\|time` | what the lanes lie on |
//! | `speed=½×\|1×\|3×\|12×` | how fast it plays |
//! | `title=TEXT` | what the program is called |
//! | `height=auto` | it is as high as its content, and says so |
//!
//! What is unknown, or cannot be read, is as if it were not there.

use std::ops::RangeInclusive;

use asyncio101::network::Link as Wire;

use crate::rules::loop_view::{Axis, Panel, Speed};
use crate::rules::settings::Theme;
use crate::rules::text::Language;

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The program.
    Code,
    /// What it printed.
    Output,
    /// A panel of the loop view.
    Panel(Panel),
}

/// Who runs the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Runs {
    /// The reader.
    #[default]
    Click,
    /// The page itself, as soon as it is open. Not a program that came in the page's address.
    Auto,
    /// Nobody.
    Never,
}

/// A step of the trace, as it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// This one.
    Step(usize),
    /// The last.
    End,
}

/// Everything that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Where the trace is.
    pub trace: Option<String>,
    /// Where the program is.
    pub src: Option<String>,
    /// The program.
    pub code: Option<String>,
    /// Where to stand at first.
    pub place: Option<Place>,
    /// What Next goes through, in order.
    pub steps: Vec<usize>,
    /// What is shown.
    pub parts: Vec<Part>,
    /// Who runs the program.
    pub runs: Runs,
    /// Whether the program stays as it is.
    pub is_readonly: bool,
    /// The lines of the program that are shown.
    pub lines: Option<RangeInclusive<u32>>,
    /// Whether only the marked parts of the program are shown.
    pub only_marked: bool,
    /// Whether it runs on the virtual clock.
    pub is_virtual: bool,
    /// What chance follows from.
    pub seed: Option<u32>,
    /// What the links of the network are like.
    pub network: Wire,
    /// Light or dark.
    pub theme: Theme,
    /// The language, if it is not left to the browser.
    pub language: Option<Language>,
    /// What the lanes lie on.
    pub axis: Axis,
    /// How fast it plays.
    pub speed: Speed,
    /// What the program is called.
    pub title: Option<String>,
    /// Whether the page is as high as its content.
    pub is_as_high_as_needed: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            trace: None,
            src: None,
            code: None,
            place: None,
            steps: vec![],
            parts: vec![Part::Code, Part::Output, Part::Panel(Panel::Lanes)],
            runs: Runs::default(),
            is_readonly: false,
            lines: None,
            only_marked: false,
            is_virtual: true,
            seed: None,
            network: Wire::default(),
            theme: Theme::default(),
            language: None,
            axis: Axis::default(),
            speed: Speed::default(),
            title: None,
            is_as_high_as_needed: false,
        }
    }
}

impl Part {
    /// Reads a name. The panel with the output is the output, which stands beside the loop here.
    fn from_name(name: &str) -> Option<Part> {
        match name {
            "code" => Some(Part::Code),
            "output" => Some(Part::Output),
            name => Panel::from_name(name).map(Part::Panel),
        }
    }
}

impl Place {
    /// Reads a number, or `end`.
    pub fn read(text: &str) -> Option<Place> {
        match text {
            "end" => Some(Place::End),
            "start" => Some(Place::Step(0)),
            number => number.parse().ok().map(Place::Step),
        }
    }
}

impl Options {
    /// Reads the parameters of an address, decoded.
    pub fn read(parameters: impl IntoIterator<Item = (String, String)>) -> Options {
        let mut options = Options::default();
        for (name, value) in parameters {
            options.set(&name, value);
        }
        options
    }

    fn set(&mut self, name: &str, value: String) {
        let filled = |value: String| Some(value).filter(|value| !value.is_empty());
        match name {
            "trace" => self.trace = filled(value),
            "src" => self.src = filled(value),
            "code" => self.code = filled(value),
            "step" => self.place = Place::read(&value),
            "steps" => self.steps = read_steps(&value),
            "view" => {
                let parts: Vec<Part> = names(&value).filter_map(Part::from_name).collect();
                if !parts.is_empty() {
                    self.parts = parts;
                }
            }
            "run" => {
                self.runs = match value.as_str() {
                    "auto" => Runs::Auto,
                    "never" => Runs::Never,
                    _ => Runs::Click,
                }
            }
            "readonly" => self.is_readonly = is_said(&value),
            "lines" => self.lines = read_lines(&value),
            "show" => self.only_marked = is_said(&value),
            "clock" => self.is_virtual = value != "real",
            "seed" => self.seed = value.parse().ok(),
            "network" => self.network = value.parse().unwrap_or_default(),
            "theme" => self.theme = Theme::from_name(&value).unwrap_or_default(),
            "lang" => {
                self.language = Language::ALL.into_iter().find(|language| language.tag() == value);
            }
            "axis" => self.axis = if value == "time" { Axis::Time } else { Axis::Order },
            "speed" => self.speed = Speed::from_name(&value).unwrap_or_default(),
            "title" => self.title = filled(value),
            "height" => self.is_as_high_as_needed = value == "auto",
            _ => {}
        }
    }

    /// Whether a part is shown.
    pub fn shows(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    /// The panels that are shown, in the order they were asked for.
    pub fn panels(&self) -> impl Iterator<Item = Panel> {
        self.parts.iter().filter_map(|part| match part {
            Part::Panel(panel) => Some(*panel),
            Part::Code | Part::Output => None,
        })
    }

    /// The lines of a program that are shown, counted from 1, in pieces.
    pub fn shown_lines(&self, program: &str) -> Vec<RangeInclusive<u32>> {
        let last = program.lines().count().max(1) as u32;
        let within = self.lines.clone().unwrap_or(1..=last);
        let (from, to) = ((*within.start()).max(1), (*within.end()).min(last));
        let pieces = if self.only_marked { marked(program) } else { vec![] };
        let all = || std::iter::once(1..=last).collect();
        let pieces: Vec<_> = if pieces.is_empty() { all() } else { pieces };
        let cut = pieces.into_iter().map(|piece| (*piece.start()).max(from)..=(*piece.end()).min(to));
        let cut: Vec<_> = cut.filter(|piece| !piece.is_empty()).collect();
        if cut.is_empty() { all() } else { cut }
    }
}

/// Steps between commas, in the order a trace has them.
pub fn read_steps(text: &str) -> Vec<usize> {
    let mut steps: Vec<usize> = names(text).filter_map(|step| step.parse().ok()).collect();
    steps.sort_unstable();
    steps.dedup();
    steps
}

/// The pieces of a program between `# show` and `# end`, without those two lines.
fn marked(program: &str) -> Vec<RangeInclusive<u32>> {
    let mut pieces = vec![];
    let mut from = None;
    let mut last = 0;
    for (line, text) in (1..).zip(program.lines()) {
        match text.trim() {
            "# show" => from = Some(line + 1),
            "# end" => pieces.extend(from.take().map(|from| from..=line - 1)),
            _ => {}
        }
        last = line;
    }
    pieces.extend(from.map(|from| from..=last));
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// What stands between commas.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ' ']).filter(|name| !name.is_empty())
}

/// Whether a parameter that needs no value is there, and does not say no.
fn is_said(value: &str) -> bool {
    !matches!(value, "false" | "no" | "0")
}

fn read_lines(text: &str) -> Option<RangeInclusive<u32>> {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let (from, to) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
    (from >= 1 && from <= to).then_some(from..=to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Options {
        Options::read(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn every_parameter_is_read() {
        let options = read(&[
            ("trace", "a.trace"),
            ("src", "a.py"),
            ("code", "print(1)"),
            ("step", "42"),
            ("steps", "17, 3,42,3"),
            ("view", "lanes,code, why"),
            ("run", "auto"),
            ("readonly", ""),
            ("lines", "3-9"),
            ("show", ""),
            ("clock", "real"),
            ("seed", "7"),
            ("network", "latency=50ms"),
            ("theme", "dark"),
            ("lang", "tr"),
            ("axis", "time"),
            ("speed", "3×"),
            ("title", "Tea"),
            ("height", "auto"),
        ]);
        let expected = Options {
            trace: Some("a.trace".into()),
            src: Some("a.py".into()),
            code: Some("print(1)".into()),
            place: Some(Place::Step(42)),
            steps: vec![3, 17, 42],
            parts: vec![Part::Panel(Panel::Lanes), Part::Code, Part::Panel(Panel::Why)],
            runs: Runs::Auto,
            is_readonly: true,
            lines: Some(3..=9),
            only_marked: true,
            is_virtual: false,
            seed: Some(7),
            network: "latency=50ms".parse().unwrap(),
            theme: Theme::Dark,
            language: Some(Language::Turkish),
            axis: Axis::Time,
            speed: Speed::Fast,
            title: Some("Tea".into()),
            is_as_high_as_needed: true,
        };
        assert_eq!(options, expected);
        assert_eq!(options.panels().collect::<Vec<_>>(), [Panel::Lanes, Panel::Why]);
        assert!(options.shows(Part::Code) && !options.shows(Part::Output));
    }

    #[test]
    fn what_cannot_be_read_is_as_if_it_were_not_there() {
        let pairs = [
            ("step", "soon"),
            ("steps", "first"),
            ("view", "roof"),
            ("run", "twice"),
            ("readonly", "false"),
            ("lines", "9-3"),
            ("seed", "-1"),
            ("network", "fast"),
            ("theme", "sepia"),
            ("lang", "xx"),
            ("axis", "up"),
            ("speed", "99"),
            ("colour", "red"),
            ("trace", ""),
        ];
        assert_eq!(read(&pairs), Options::default());
    }

    #[test]
    fn of_a_program_only_what_is_asked_for_is_shown() {
        let program = "import asyncio\n# show\nasync def a():\n    pass\n# end\nasync def b():\n    pass\n# show\nasyncio.run(a())\n";
        let lines = |pairs: &[(&str, &str)]| read(pairs).shown_lines(program);
        assert_eq!(lines(&[]), [1..=9]);
        assert_eq!(lines(&[("lines", "6-7")]), [6..=7]);
        assert_eq!(lines(&[("show", "")]), [3..=4, 9..=9]);
        assert_eq!(lines(&[("show", ""), ("lines", "1-5")]), [3..=4]);
        assert_eq!(lines(&[("lines", "40-50")]), [1..=9], "lines that are not there hide nothing");
        assert_eq!(Options::default().shown_lines(""), [1..=1]);
        assert_eq!(read(&[("show", "")]).shown_lines("print(1)\n"), [1..=1]);
    }
}
