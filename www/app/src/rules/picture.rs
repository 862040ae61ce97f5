//! Pictures of a recorded run that the reader takes along: of the step that is looked at, or of the whole run.

use asyncio101::replay::still::{Drawn, Still, Whole};

use super::loop_view::LoopView;
use super::text::Language;

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The step that is looked at: program, output, lanes.
    Step,
    /// This step.
    At(usize),
    /// Every lane from the beginning to the end.
    Run,
}

/// What a picture is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Shapes, as sharp as one likes.
    Svg,
    /// Dots, for programs that take nothing else.
    Png,
}

impl Format {
    /// Both.
    pub const ALL: [Format; 2] = [Format::Svg, Format::Png];

    /// What is said of it.
    pub fn label(self) -> &'static str {
        match self {
            Format::Svg => "SVG",
            Format::Png => "PNG",
        }
    }

    /// How the names of its files end.
    fn ending(self) -> &'static str {
        match self {
            Format::Svg => "svg",
            Format::Png => "png",
        }
    }
}

/// A picture that the reader wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// What it shows.
    pub subject: Subject,
    /// What it is made of.
    pub format: Format,
    /// The language of its words.
    pub language: Language,
}

impl Picture {
    /// Draws it. If nobody has given the program a title, it is called as in its trace.
    pub fn draw(self, loop_view: &LoopView, title: Option<&str>) -> Drawn {
        let (replay, language) = (loop_view.trace.replay(), self.language.of_the_replay());
        let title = title.map(str::to_owned);
        match self.subject {
            Subject::Step | Subject::At(_) => {
                Still { step: self.step(loop_view), language, title, ..Still::default() }.draw(&replay)
            }
            Subject::Run => Whole { language, title, ..Whole::default() }.draw(&replay),
        }
    }

    /// What its file is called, of a program whose files have this name.
    pub fn file(self, name: &str, loop_view: &LoopView) -> String {
        let ending = self.format.ending();
        match self.subject {
            Subject::Step | Subject::At(_) => format!("{name}-{}.{ending}", self.step(loop_view)),
            Subject::Run => format!("{name}.{ending}"),
        }
    }

    /// The step it is of, if it is of one.
    fn step(self, loop_view: &LoopView) -> usize {
        match self.subject {
            Subject::At(step) => step,
            Subject::Step | Subject::Run => loop_view.step(),
        }
    }
}
