//! `asyncio101 embed`: a program is run and recorded, and what a page or a slide needs to show that is written down.
//!
//! The recording, a picture of each step that is to be stopped at, and the piece of HTML that shows them: with scripts the
//! recording can be stepped, without them the program and the first picture are there.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use asyncio101::replay::Replay;
use asyncio101::replay::snippet::{ELEMENT, Picture, Snippet};
use asyncio101::replay::still::{Drawn, Still};

use super::arguments::{Clock, EmbedArguments, Moment, Program, RunArguments};
use super::exit::Exit;
use super::still::{SCALE, find, save};
use super::trace::{of_environment, read};
use super::{png, tell, warn};

/// What `asyncio101 embed` understands.
pub(super) const HELP: &str = "\
Runs and records a program, and writes what a page or a slide needs to show that: FILE.trace, FILE.html
(the snippet to put into a page), and FILE-N.svg and FILE-N.png for each step N.

Usage:
  asyncio101 embed PROGRAM.py [OPTIONS]

Options:
  --steps 3,ready,end     the steps that Next goes through, in the order of the run: numbers, or what is printed then,
                          without a comma (of several such steps the next behind the one before; the others are told);
                          if none are named, up to five that matter are chosen
  --out FOLDER            where to write (here)
  --title TEXT            what it is called (in the pictures, the name of the program's file)
  --base URL              where asyncio101.js lies, as the page sees it (asyncio101, a folder beside the page)
  --theme light|dark      the colours (as the page's; of the pictures, light)
  --lang en|tr            the language (that of the locale)
  --clock virtual|real    the clock the program runs on (virtual: it jumps over waits)
  --seed N                chance repeats itself

The first of the steps is shown at once: three presses of Next need four. `asyncio101 explain FILE.trace` tells
them all, and `asyncio101 still` draws other pictures of the same recording.
";

/// As many steps as are chosen.
const MOST: usize = 5;

/// Writes what an embed needs.
pub fn embed(arguments: EmbedArguments) -> Exit {
    match write(arguments) {
        Ok(report) => tell(&report),
        Err(exit) => exit,
    }
}

/// The files, and what to do with them.
fn write(arguments: EmbedArguments) -> Result<String, Exit> {
    let program = &arguments.program;
    let misused = |complaint: String| Exit::Misused.because(format_args!("{complaint}"));
    let failure = |complaint: String| Exit::Failure.because(format_args!("{complaint}"));
    let source = fs::read_to_string(program)
        .map_err(|error| misused(format!("can't open program {}: {error}", program.display())))?;
    let stem = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let file = |ending: &str| arguments.out.join(format!("{stem}{ending}"));
    let (trace, page) = (file(".trace"), file(".html"));
    if fs::read_to_string(&page).is_ok_and(|there| !there.contains(ELEMENT)) {
        return Err(misused(format!(
            "{} is no snippet of mine, and would be lost: --out FOLDER says where to write",
            page.display()
        )));
    }
    fs::create_dir_all(&arguments.out)
        .map_err(|error| misused(format!("can't make the folder {}: {error}", arguments.out.display())))?;
    record(&arguments, &trace)?;
    let replay = read(&trace)?;
    if replay.is_empty() {
        return Err(failure(format!(
            "{}: nothing was recorded: the program ran no loop and has no generator",
            program.display()
        )));
    }

    let mut steps = find_all(&replay, &arguments.steps, &trace).map_err(failure)?;
    let is_chosen = steps.is_empty();
    if is_chosen {
        steps = replay.highlights(MOST);
    }
    let mut report = format!(
        "\n{}: {} steps, on the {} clock\n",
        trace.display(),
        replay.len(),
        if arguments.clock == Clock::Real { "real" } else { "virtual" }
    );
    let mut first = None;
    let mut draws_png = true;
    for step in &steps {
        let drawn = draw(&arguments, &replay, *step);
        let picture = file(&format!("-{step}.svg"));
        save(&drawn, &picture).map_err(failure)?;
        let _ = writeln!(report, "{}: {}", picture.display(), drawn.sentence);
        if draws_png {
            draws_png = save_png(&drawn, &file(&format!("-{step}.png")))?;
        }
        first.get_or_insert(drawn);
    }
    fs::write(&page, snippet(&arguments, &stem, &source, &steps, first.as_ref()))
        .map_err(|error| misused(format!("can't write {}: {error}", page.display())))?;
    report.push_str(&advice(&arguments, &page, &trace, &steps, is_chosen));
    Ok(report)
}

/// The steps that are named, in the order of the run: Next goes forwards.
fn find_all(replay: &Replay, moments: &[Moment], trace: &Path) -> Result<Vec<usize>, String> {
    let mut steps: Vec<usize> = vec![];
    for moment in moments {
        steps.push(find(replay, moment, trace, steps.last().copied().unwrap_or(0))?);
    }
    if !steps.is_sorted_by(|one, next| one < next) {
        let asked = listed(&steps);
        steps.sort_unstable();
        steps.dedup();
        warn(format_args!("Next goes forwards: the steps {asked} are gone through as {}", listed(&steps)));
    }
    Ok(steps)
}

/// Runs the program and records it. How it ends is its own business, and part of the recording.
fn record(arguments: &EmbedArguments, trace: &Path) -> Result<(), Exit> {
    let program = arguments.program.to_str().ok_or_else(|| {
        let program = arguments.program.display();
        Exit::Misused.because(format_args!("the name {program} is not valid UTF-8"))
    })?;
    // What is left of another recording must not be taken for this one.
    let _ = fs::remove_file(trace);
    let ended = super::run(RunArguments {
        program: Some(Program::File(program.to_owned())),
        trace: Some(trace.to_owned()),
        clock: arguments.clock,
        seed: arguments.seed,
        ..RunArguments::default()
    });
    match ended {
        Exit::Success => {}
        // That has been said.
        Exit::Misused => return Err(ended),
        _ if !trace.exists() => return Err(ended),
        Exit::Interrupted => {
            warn(format_args!("the program was interrupted; what it did until then is recorded"))
        }
        _ => warn(format_args!("the program failed; that is recorded, too")),
    }
    Ok(())
}

/// A picture of a step.
fn draw(arguments: &EmbedArguments, replay: &Replay, step: usize) -> Drawn {
    let still = Still {
        step,
        theme: arguments.theme.unwrap_or_default(),
        language: arguments.language.unwrap_or_else(of_environment),
        title: arguments.title.clone(),
        ..Still::default()
    };
    still.draw(replay)
}

/// Writes a picture as PNG, too; whether that can be done here.
fn save_png(drawn: &Drawn, file: &Path) -> Result<bool, Exit> {
    match png::of(drawn, SCALE) {
        Ok(bytes) => fs::write(file, bytes)
            .map(|()| true)
            .map_err(|error| Exit::Failure.because(format_args!("can't write {}: {error}", file.display()))),
        Err(why) => {
            warn(format_args!("there are only .svg pictures: {why}"));
            Ok(false)
        }
    }
}

/// What was chosen, and what to do with the files.
fn advice(arguments: &EmbedArguments, page: &Path, trace: &Path, steps: &[usize], is_chosen: bool) -> String {
    let steps = listed(steps);
    let mut advice = format!("{}: the snippet\n\n", page.display());
    if is_chosen {
        let _ = writeln!(
            advice,
            "Nobody named steps, so Next goes through these: --steps {steps}. Others are named by their numbers or by \
             what is printed then; `asyncio101 explain {}` tells them all.",
            trace.display()
        );
    }
    let _ = writeln!(
        advice,
        "Put what is in {} into a page, and its .trace and pictures beside that page. The page must find {}/asyncio101.js \
         with the files beside it: they are what `make dist` builds.",
        page.display(),
        arguments.base
    );
    advice
}

fn listed(steps: &[usize]) -> String {
    steps.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// The lines for a page. `first` is the picture of the first step.
fn snippet(
    arguments: &EmbedArguments,
    stem: &str,
    source: &str,
    steps: &[usize],
    first: Option<&Drawn>,
) -> String {
    let language = arguments.language.unwrap_or_else(of_environment).tag();
    let name = in_address(stem);
    let mut attributes = vec![("trace", format!("{name}.trace"))];
    if let Some(step) = steps.first() {
        attributes.push(("step", step.to_string()));
        attributes.push(("steps", listed(steps)));
        let stills: Vec<_> = steps.iter().map(|step| picture(&name, *step)).collect();
        attributes.push(("stills", stills.join(", ")));
    }
    attributes.extend(arguments.title.clone().map(|title| ("title", title)));
    attributes.extend(arguments.theme.map(|theme| ("theme", theme.name().to_owned())));
    attributes.extend((arguments.clock == Clock::Real).then(|| ("clock", "real".to_owned())));
    attributes.extend(arguments.seed.map(|seed| ("seed", seed.to_string())));
    attributes.push(("lang", language.to_owned()));
    let still = first.zip(steps.first()).map(|(drawn, step)| Picture {
        address: picture(&name, *step),
        size: (drawn.width, drawn.height),
        words: &drawn.sentence,
    });
    Snippet { base: &arguments.base, attributes, program: source, still }.html()
}

/// The address of the picture of a step. `name` is the program's, as addresses have it.
fn picture(name: &str, step: usize) -> String {
    format!("{name}-{step}.svg")
}

/// A file's name in an address (RFC 3986, 2.1).
fn in_address(name: &str) -> String {
    let mut address = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_written_as_addresses_have_it() {
        assert_eq!(in_address("a b-ç.1"), "a%20b-%C3%A7.1");
    }
}
