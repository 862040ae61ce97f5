//! The arguments of the commands that make pictures: `still` and `embed`.

use std::ffi::OsStr;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use asyncio101::replay::say::Language;
use asyncio101::replay::still::{Part, Theme, WIDTHS};
use lexopt::Arg::{Long, Short, Value};
use lexopt::{Parser, ValueExt};

use super::values::{Clock, UsageError, clock, language, text};

/// The arguments of `asyncio101 still`.
#[derive(Debug, PartialEq)]
pub struct StillArguments {
    /// The trace.
    pub file: PathBuf,
    /// `--step`, or else `--whole`
    pub step: Option<Moment>,
    /// `-o`: where to write it. What it ends with says as what.
    pub out: PathBuf,
    /// `--view`
    pub parts: Vec<Part>,
    /// `--lines`
    pub lines: Option<RangeInclusive<u32>>,
    /// `--theme`
    pub theme: Theme,
    /// `--lang`: the language to say it in; if none is named, that of the locale.
    pub language: Option<Language>,
    /// `--width`, in pixels
    pub width: u32,
    /// `--title`
    pub title: Option<String>,
}

/// The arguments of `asyncio101 embed`.
#[derive(Debug, PartialEq)]
pub struct EmbedArguments {
    /// The program.
    pub program: PathBuf,
    /// `--steps`; if none are named, the command chooses some.
    pub steps: Vec<Moment>,
    /// `--out`: the folder to write to.
    pub out: PathBuf,
    /// `--title`
    pub title: Option<String>,
    /// `--lang`: the language to say it in; if none is named, that of the locale.
    pub language: Option<Language>,
    /// `--theme`; if none is named, the stills are light, and the embed is as its page.
    pub theme: Option<Theme>,
    /// `--clock`
    pub clock: Clock,
    /// `--seed`
    pub seed: Option<u32>,
    /// `--base`: where the page finds what shows the recording.
    pub base: String,
}

/// A step of a trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// By its number.
    Step(usize),
    /// The last one.
    End,
    /// By what it printed, or a part of that.
    Printed(String),
}

/// Understands `still`; none if it asks for help.
pub(super) fn still(mut parser: Parser) -> Result<Option<StillArguments>, UsageError> {
    let (mut file, mut out) = (None, None);
    let (mut is_whole, mut of_a_step) = (false, None);
    let mut still = StillArguments {
        file: PathBuf::new(),
        step: None,
        out: PathBuf::new(),
        parts: Part::ALL.to_vec(),
        lines: None,
        theme: Theme::default(),
        language: None,
        width: 960,
        title: None,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(None),
            Long("step") => still.step = Some(moment(&text(parser.value()?)?)?),
            Long("whole") => is_whole = true,
            Short('o') | Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Long("view") => {
                still.parts = parts(&text(parser.value()?)?)?;
                of_a_step = Some("--view");
            }
            Long("lines") => {
                still.lines = Some(lines(&text(parser.value()?)?)?);
                of_a_step = Some("--lines");
            }
            Long("theme") => still.theme = theme(&parser.value()?)?,
            Long("lang") => still.language = Some(language(&parser.value()?)?),
            Long("width") => still.width = width(parser.value()?.parse()?)?,
            Long("title") => still.title = Some(text(parser.value()?)?),
            Value(value) if file.is_none() => file = Some(PathBuf::from(value)),
            other => return Err(other.unexpected().into()),
        }
    }
    let missing = |what: &str| UsageError(what.to_owned());
    still.file = file.ok_or_else(|| missing("draw which trace? `asyncio101 run --trace FILE` writes one"))?;
    match (&still.step, is_whole, of_a_step) {
        (None, false, _) => {
            return Err(missing(
                "draw which step? --step N, --step end, or --step TEXT for the one that prints it; or the whole run: \
                 --whole",
            ));
        }
        (Some(_), true, _) => return Err(missing("--step draws one step, --whole all of the run: not both")),
        (None, true, Some(option)) => {
            return Err(UsageError(format!(
                "{option} is for one step: the picture of the whole run is its lanes"
            )));
        }
        _ => {}
    }
    still.out = out.ok_or_else(|| missing("draw it where? -o FILE.svg, or -o FILE.png"))?;
    if !["svg", "png"].iter().any(|ending| still.out.extension() == Some(OsStr::new(ending))) {
        let out = still.out.display();
        return Err(UsageError(format!("{out}: a still is a .svg or a .png, by the end of its name")));
    }
    Ok(Some(still))
}

/// Understands `embed`; none if it asks for help.
pub(super) fn embed(mut parser: Parser) -> Result<Option<EmbedArguments>, UsageError> {
    let mut program = None;
    let mut embed = EmbedArguments {
        program: PathBuf::new(),
        steps: Vec::new(),
        out: PathBuf::from("."),
        title: None,
        language: None,
        theme: None,
        clock: Clock::Virtual,
        seed: None,
        base: "asyncio101".to_owned(),
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(None),
            Long("steps") => {
                embed.steps = text(parser.value()?)?.split(',').map(moment).collect::<Result<_, _>>()?;
            }
            Short('o') | Long("out") => embed.out = PathBuf::from(parser.value()?),
            Long("title") => embed.title = Some(text(parser.value()?)?),
            Long("lang") => embed.language = Some(language(&parser.value()?)?),
            Long("theme") => embed.theme = Some(theme(&parser.value()?)?),
            Long("clock") => embed.clock = clock(&parser.value()?)?,
            Long("seed") => embed.seed = Some(parser.value()?.parse()?),
            Long("base") => embed.base = text(parser.value()?)?.trim_end_matches('/').to_owned(),
            Value(value) if program.is_none() => program = Some(PathBuf::from(value)),
            other => return Err(other.unexpected().into()),
        }
    }
    embed.program = program.ok_or_else(|| UsageError("embed which program?".to_owned()))?;
    if embed.clock == Clock::Still {
        return Err(UsageError("an embed has the clock 'virtual' or 'real'".to_owned()));
    }
    Ok(Some(embed))
}

fn moment(word: &str) -> Result<Moment, UsageError> {
    match word.trim() {
        "" => Err(UsageError(format!(
            "there is no step '{word}': a step is a number, 'end', or a text that is printed in it"
        ))),
        "end" => Ok(Moment::End),
        // `+1` would be the number 1, too.
        word if word.starts_with('+') => Ok(Moment::Printed(word.to_owned())),
        word => Ok(word.parse().map_or_else(|_| Moment::Printed(word.to_owned()), Moment::Step)),
    }
}

fn parts(words: &str) -> Result<Vec<Part>, UsageError> {
    let part = |word: &str| {
        Part::from_name(word.trim()).ok_or_else(|| {
            UsageError(format!(
                "a still has no '{word}', only 'code', 'lanes' and 'output', with commas between"
            ))
        })
    };
    words.split(',').map(part).collect()
}

fn lines(word: &str) -> Result<RangeInclusive<u32>, UsageError> {
    let (first, last) = word.split_once('-').unwrap_or((word, word));
    match (first.trim().parse(), last.trim().parse()) {
        (Ok(first), Ok(last)) if 0 < first && first <= last => Ok(first..=last),
        _ => Err(UsageError(format!("there are no lines '{word}': --lines 3-9 are those from 3 to 9"))),
    }
}

fn theme(word: &OsStr) -> Result<Theme, UsageError> {
    let found = Theme::ALL.into_iter().find(|theme| word == theme.name());
    found.ok_or_else(|| UsageError(format!("there is no theme {word:?}, only 'light' and 'dark'")))
}

fn width(pixels: u32) -> Result<u32, UsageError> {
    let (least, most) = (WIDTHS.start(), WIDTHS.end());
    if WIDTHS.contains(&pixels) {
        Ok(pixels)
    } else {
        Err(UsageError(format!("a still is {least} to {most} pixels wide, not {pixels}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parser(line: &str) -> Parser {
        Parser::from_args(line.split_whitespace())
    }

    fn complaint<T: std::fmt::Debug>(result: Result<T, UsageError>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn a_still_is_of_a_step_and_goes_somewhere() {
        let line = "t.trace --step 12 -o x.png --view lanes,code --lines 3-9 --theme dark --lang tr --width 1280 --title T";
        let still = still(parser(line)).unwrap().unwrap();
        let expected = StillArguments {
            file: PathBuf::from("t.trace"),
            step: Some(Moment::Step(12)),
            out: PathBuf::from("x.png"),
            parts: vec![Part::Lanes, Part::Code],
            lines: Some(3..=9),
            theme: Theme::Dark,
            language: Some(Language::Turkish),
            width: 1280,
            title: Some("T".to_owned()),
        };
        assert_eq!(still, expected);
        let whole = self::still(parser("t.trace --whole -o x.svg")).unwrap().unwrap();
        assert_eq!((whole.step, whole.width), (None, 960));
    }

    #[test]
    fn what_is_wrong_with_a_still_is_said() {
        for (line, said) in [
            ("", "which trace"),
            ("t", "which step"),
            ("t --step 1", "where"),
            ("t --whole", "where"),
            ("t --whole --step 1 -o x.svg", "not both"),
            ("t --whole --view code -o x.svg", "--view"),
            ("t --lines 1-2 --whole -o x.svg", "--lines"),
            ("t --step 1 -o x.gif", "x.gif"),
            ("t --step= -o x.svg", "''"),
            ("t --step 1 -o x.svg --view tree", "'tree'"),
            ("t --step 1 -o x.svg --lines 9-3", "'9-3'"),
            ("t --step 1 -o x.svg --lines 0", "'0'"),
            ("t --step 1 -o x.svg --theme blue", "blue"),
            ("t --step 1 -o x.svg --width 20", "not 20"),
            ("t u --step 1 -o x.svg", "u"),
        ] {
            let complaint = complaint(still(parser(line)));
            assert!(complaint.contains(said), "{line}: {complaint}");
        }
        assert_eq!(still(parser("--help")), Ok(None));
    }

    #[test]
    fn an_embed_is_of_a_program_on_the_virtual_clock() {
        let embed = |line| embed(parser(line));
        let plain = embed("a.py").unwrap().unwrap();
        assert_eq!((plain.clock, plain.base.as_str(), plain.steps), (Clock::Virtual, "asyncio101", vec![]));
        let steps = embed("a.py --steps 3,17,end --clock real --seed 7 --base https://x.example/a/")
            .unwrap()
            .unwrap();
        assert_eq!(steps.steps, [Moment::Step(3), Moment::Step(17), Moment::End]);
        assert_eq!(
            (steps.clock, steps.seed, steps.base.as_str()),
            (Clock::Real, Some(7), "https://x.example/a")
        );
        let line = ["a.py", "--steps", "3, toast is ready ,-1,endless,+1"];
        let printed = super::embed(Parser::from_args(line)).unwrap().unwrap().steps;
        let text = |text: &str| Moment::Printed(text.to_owned());
        assert_eq!(
            printed,
            [Moment::Step(3), text("toast is ready"), text("-1"), text("endless"), text("+1")]
        );
        assert!(complaint(embed("")).contains("which program"));
        assert!(complaint(embed("a.py --steps 3,,4")).contains("''"));
        assert!(complaint(embed("a.py --clock still")).contains("'virtual' or 'real'"));
        assert_eq!(embed("-h"), Ok(None));
    }
}
