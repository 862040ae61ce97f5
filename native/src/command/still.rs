//! `asyncio101 still`: a step of a trace as a picture.

use std::fmt;
use std::fs;
use std::path::Path;

use asyncio101::replay::Replay;
use asyncio101::replay::still::{Drawn, Still, Whole};

use super::arguments::{Moment, StillArguments};
use super::exit::Exit;
use super::trace::{of_environment, printing, read};
use super::{png, tell, warn};

/// What `asyncio101 still` understands.
pub(super) const HELP: &str = "\
A picture of one step of a trace, or of the whole run, for a slide, a page without scripts or paper.

Usage:
  asyncio101 still TRACE --step N|end|TEXT -o FILE.svg|FILE.png [OPTIONS]
  asyncio101 still TRACE --whole -o FILE.svg|FILE.png [OPTIONS]

`asyncio101 run --trace TRACE program.py` writes a trace, and `asyncio101 explain TRACE` tells its steps.
The picture says what it shows, for those who do not see it; the sentence is printed as well.

Options:
  --step N|end|TEXT         the step: its number, the last one, or the one in which TEXT is printed
  --whole                   not a step, but every task's lane from the beginning to the end, with an arrow from what
                            made it ready; what does not fit beside each other goes on below
  --view code,lanes,output  what to show besides the step's sentence (all three)
  --lines A-B               of the program, only these lines
  --width PX                how wide it is, 320 to 4000 (960); a PNG has twice as many dots, so that it is sharp
  --theme light|dark        the colours (light)
  --lang en|tr              the language (that of the locale)
  --title TEXT              what stands above the program (the name of its file)
";

/// How many dots of a PNG there are to a pixel of the layout, each way.
pub(super) const SCALE: u32 = 2;

/// Draws a step.
pub fn still(arguments: &StillArguments) -> Exit {
    let replay = match read(&arguments.file) {
        Ok(replay) => replay,
        Err(exit) => return exit,
    };
    let drawn = match &arguments.step {
        Some(moment) => draw_step(&replay, moment, arguments),
        None => Ok(draw_whole(&replay, arguments)),
    };
    match drawn.and_then(|drawn| save(&drawn, &arguments.out).map(|()| drawn)) {
        Ok(drawn) => tell(&format!("{}\n", drawn.sentence)),
        Err(complaint) => Exit::Failure.because(format_args!("{complaint}")),
    }
}

/// The picture of one step.
fn draw_step(replay: &Replay, moment: &Moment, arguments: &StillArguments) -> Result<Drawn, String> {
    let still = Still {
        step: find(replay, moment, &arguments.file, 0)?,
        parts: arguments.parts.clone(),
        lines: arguments.lines.clone(),
        theme: arguments.theme,
        language: arguments.language.unwrap_or_else(of_environment),
        width: arguments.width,
        title: arguments.title.clone(),
    };
    if let (Some(asked), Some(source)) = (&still.lines, replay.names().about("source")) {
        let last = source.lines().count();
        if *asked.start() as usize > last {
            let (file, first) = (arguments.file.display(), asked.start());
            return Err(format!("{file}: the program has no line {first}: the last one is {last}"));
        }
    }
    Ok(still.draw(replay))
}

/// The picture of the whole run.
fn draw_whole(replay: &Replay, arguments: &StillArguments) -> Drawn {
    let whole = Whole {
        theme: arguments.theme,
        language: arguments.language.unwrap_or_else(of_environment),
        width: arguments.width,
        title: arguments.title.clone(),
    };
    whole.draw(replay)
}

/// The number of a step that is there. Of several that print what is looked for, the first behind `after`, if there is one:
/// the reader is told of the others.
pub(super) fn find(replay: &Replay, moment: &Moment, file: &Path, after: usize) -> Result<usize, String> {
    let last = replay.len();
    match moment {
        Moment::End => Ok(last),
        Moment::Step(step) if *step <= last => Ok(*step),
        Moment::Step(step) => {
            Err(format!("{}: there is no step {step}: the last one is {last}", file.display()))
        }
        Moment::Printed(wanted) => {
            let all = printing(replay, wanted, file)?;
            let step = all.iter().copied().find(|step| *step > after).unwrap_or(all[0]);
            if all.len() > 1 {
                warn(format_args!(
                    "“{wanted}” is printed in {} steps, {}: step {step} is taken; another is named by its number",
                    all.len(),
                    some_of(&all)
                ));
            }
            Ok(step)
        }
    }
}

/// The first of some steps, and how many others there are.
fn some_of(steps: &[usize]) -> String {
    const MOST: usize = 8;
    let first: Vec<_> = steps.iter().take(MOST).map(ToString::to_string).collect();
    match steps.len().saturating_sub(MOST) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// Writes a picture as what its name says.
pub(super) fn save(drawn: &Drawn, out: &Path) -> Result<(), String> {
    let complaint = |error: &dyn fmt::Display| format!("can't write {}: {error}", out.display());
    let bytes = if out.extension().is_some_and(|ending| ending == "png") {
        png::of(drawn, SCALE).map_err(|error| complaint(&error))?
    } else {
        drawn.svg.clone().into_bytes()
    };
    fs::write(out, bytes).map_err(|error| complaint(&error))
}
