//! What was typed, as it was typed. What it means is [`settings`](super::settings)'s business.

mod chapter;
mod pictures;
mod values;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use asyncio101::network::{Link, LinkError};
use asyncio101::replay::say::Language;
use asyncio101_serve::Destination;
use lexopt::Arg::{Long, Short, Value};
use lexopt::{Parser, ValueExt};

use values::{clock, language, text};

pub use chapter::ChapterArguments;
pub use pictures::{EmbedArguments, Moment, StillArguments};
pub use values::{Clock, UsageError};

/// What `asyncio101` is asked to do.
#[derive(Debug, PartialEq)]
pub enum Command {
    /// `asyncio101 --help`
    Help,
    /// `asyncio101 explain --help`, and that of others that have one of their own
    HelpOf(Topic),
    /// `asyncio101 --version`
    Version,
    /// `asyncio101 --licence`
    Licence,
    /// `asyncio101 run …`
    Run(RunArguments),
    /// `asyncio101 serve …`
    Serve(ServeArguments),
    /// `asyncio101 explain …`
    Explain(ExplainArguments),
    /// `asyncio101 order …`
    Order(OrderArguments),
    /// `asyncio101 pstree …`
    Pstree(PstreeArguments),
    /// `asyncio101 still …`
    Still(StillArguments),
    /// `asyncio101 embed …`
    Embed(EmbedArguments),
    /// `asyncio101 chapter …`
    Chapter(ChapterArguments),
}

/// A command that has a help of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// `explain`
    Explain,
    /// `order`
    Order,
    /// `pstree`
    Pstree,
    /// `still`
    Still,
    /// `embed`
    Embed,
    /// `chapter`
    Chapter,
}

/// The arguments of `asyncio101 run`.
#[derive(Debug, Default, PartialEq)]
pub struct RunArguments {
    /// What to run. If nothing is named it is what comes by standard input.
    pub program: Option<Program>,
    /// What the program sees as `sys.argv[1:]`.
    pub arguments: Vec<String>,
    /// `-B`
    pub no_bytecode: bool,
    /// `-b`, counted
    pub bytes_warning: u8,
    /// `-E`
    pub ignore_environment: bool,
    /// `-I`
    pub isolated: bool,
    /// `-O`, counted
    pub optimize: u8,
    /// `-P`
    pub safe_path: bool,
    /// `-S`
    pub no_site: bool,
    /// `-s`
    pub no_user_site: bool,
    /// `-u`
    pub unbuffered: bool,
    /// `-v`, counted
    pub verbose: u8,
    /// `-W`, in order
    pub warnings: Vec<String>,
    /// `-X`, in order
    pub extra: Vec<String>,
    /// `--trace`: where to write what the loops did.
    pub trace: Option<PathBuf>,
    /// `--trace-lines`: also every line that runs.
    pub trace_lines: bool,
    /// `--clock`
    pub clock: Clock,
    /// `--network`
    pub network: Network,
    /// `--seed`: what chance follows from.
    pub seed: Option<u32>,
}

/// Whose sockets a program has.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Network {
    /// The operating system's in real time; on the virtual clock, where what comes from outside has no time, those of a
    /// perfect network inside the process.
    #[default]
    AsTheClock,
    /// The operating system's.
    System,
    /// Those of a network inside the process.
    Loopback(Link),
}

/// What to run.
#[derive(Debug, PartialEq)]
pub enum Program {
    /// A file, or a directory or archive with a `__main__.py`.
    File(String),
    /// `-c CODE`
    Code(String),
    /// `-m MODULE`
    Module(String),
    /// `-`, standard input
    Stdin,
}

/// The arguments of `asyncio101 serve`.
#[derive(Debug, PartialEq)]
pub struct ServeArguments {
    /// The directory to serve.
    pub directory: PathBuf,
    /// The port on 127.0.0.1. Zero lets the system choose.
    pub port: u16,
    /// `--bridge`: what programs in the page can connect to. If nothing is named they cannot leave the tab.
    pub destinations: Vec<Destination>,
}

/// The arguments of `asyncio101 explain`.
#[derive(Debug, PartialEq)]
pub struct ExplainArguments {
    /// The trace.
    pub file: PathBuf,
    /// `--lang`: the language to say it in; if none is named, that of the locale.
    pub language: Option<Language>,
    /// The first step to tell.
    pub from: usize,
    /// The last step to tell.
    pub to: usize,
    /// Only sentences that contain this.
    pub grep: Option<String>,
    /// Without the loop's own routine.
    pub brief: bool,
}

/// The arguments of `asyncio101 order`.
#[derive(Debug, PartialEq)]
pub struct OrderArguments {
    /// The trace.
    pub file: PathBuf,
    /// `--lang`: the language to say it in; if none is named, that of the locale.
    pub language: Option<Language>,
    /// What came first, and what came then; or the other way round.
    pub steps: [Landmark; 2],
}

/// How a step is named.
#[derive(Debug, PartialEq)]
pub enum Landmark {
    /// By its number.
    Step(usize),
    /// By what it printed, or a part of that.
    Printed(String),
}

/// The arguments of `asyncio101 pstree`.
#[derive(Debug, PartialEq)]
pub struct PstreeArguments {
    /// The trace.
    pub file: PathBuf,
    /// `--lang`: the language to say it in; if none is named, that of the locale.
    pub language: Option<Language>,
    /// After which step; if none is named, when most tasks were pending.
    pub step: Option<usize>,
}

impl Command {
    /// Understands a command line, the program's own name first.
    ///
    /// Without a command, arguments that `python3` would understand are `run`'s: Python programs start
    /// `sys.executable -c …` and expect a Python.
    ///
    /// # Errors
    ///
    /// A sentence about the first thing that makes no sense.
    ///
    /// ```
    /// use asyncio101_native::command::{Command, Program, RunArguments};
    ///
    /// let command = Command::parse(["asyncio101", "run", "-c", "print(1)", "x"]);
    /// let expected = RunArguments {
    ///     program: Some(Program::Code("print(1)".to_owned())),
    ///     arguments: vec!["x".to_owned()],
    ///     ..RunArguments::default()
    /// };
    /// assert_eq!(command, Ok(Command::Run(expected)));
    /// ```
    pub fn parse<T: Into<OsString>>(line: impl IntoIterator<Item = T>) -> Result<Self, UsageError> {
        let mut line = line.into_iter().map(Into::into).skip(1).peekable();
        let Some(first) = line.peek() else {
            return Ok(Self::Help);
        };
        match first.to_str() {
            Some("-h" | "--help" | "help") => Ok(Self::Help),
            Some("-V" | "--version") => Ok(Self::Version),
            Some("--licence" | "--license") => Ok(Self::Licence),
            Some("run") => run(Parser::from_args(line.skip(1))),
            Some("serve") => serve(Parser::from_args(line.skip(1))),
            Some("explain") => explain(Parser::from_args(line.skip(1))),
            Some("order") => order(Parser::from_args(line.skip(1))),
            Some("pstree") => pstree(Parser::from_args(line.skip(1))),
            Some("still") => {
                let still = pictures::still(Parser::from_args(line.skip(1)))?;
                Ok(still.map_or(Self::HelpOf(Topic::Still), Self::Still))
            }
            Some("embed") => {
                let embed = pictures::embed(Parser::from_args(line.skip(1)))?;
                Ok(embed.map_or(Self::HelpOf(Topic::Embed), Self::Embed))
            }
            Some("chapter") => {
                let chapter = chapter::chapter(Parser::from_args(line.skip(1)))?;
                Ok(chapter.map_or(Self::HelpOf(Topic::Chapter), Self::Chapter))
            }
            Some(word) if !looks_like_python(word) => Err(UsageError(format!(
                "there is no command '{word}', only 'run', 'explain', 'order', 'pstree', 'still', 'embed', 'chapter' and 'serve'"
            ))),
            _ => run(Parser::from_args(line)),
        }
    }
}

/// Whether `python3` would understand `word` as its first argument.
fn looks_like_python(word: &str) -> bool {
    word.starts_with('-') || word.ends_with(".py") || Path::new(word).exists()
}

fn run(mut parser: Parser) -> Result<Command, UsageError> {
    let mut run = RunArguments::default();
    run.program = loop {
        let Some(argument) = parser.next()? else {
            break None;
        };
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Short('V') | Long("version") => return Ok(Command::Version),
            Short('B') => run.no_bytecode = true,
            Short('b') => run.bytes_warning += 1,
            Short('E') => run.ignore_environment = true,
            Short('I') => run.isolated = true,
            Short('O') => run.optimize += 1,
            Short('P') => run.safe_path = true,
            Short('q') => {} // there is no banner to leave out
            Short('S') => run.no_site = true,
            Short('s') => run.no_user_site = true,
            Short('u') => run.unbuffered = true,
            Short('v') => run.verbose += 1,
            Short('W') => run.warnings.push(text(parser.value()?)?),
            Long("trace") => run.trace = Some(PathBuf::from(parser.value()?)),
            Long("trace-lines") => run.trace_lines = true,
            Long("clock") => run.clock = clock(&parser.value()?)?,
            Long("network") => run.network = network(&parser.value()?)?,
            Long("seed") => run.seed = Some(parser.value()?.parse()?),
            Short('X') => run.extra.push(text(parser.value()?)?),
            Short('c') => break Some(Program::Code(text(parser.value()?)?)),
            Short('m') => break Some(Program::Module(text(parser.value()?)?)),
            Value(file) if file == "-" => break Some(Program::Stdin),
            Value(file) => break Some(Program::File(text(file)?)),
            other => return Err(other.unexpected().into()),
        }
    };
    // What follows the program is the program's, options too.
    if let Some(file) = run.trace.as_ref().filter(|file| file.extension().is_some_and(|ext| ext == "py")) {
        let file = file.display();
        return Err(UsageError(format!(
            "--trace {file} would write over a program: --trace FILE says where the trace is to go"
        )));
    }
    if run.trace_lines && run.trace.is_none() {
        return Err(UsageError("--trace-lines needs --trace FILE, to say where to write them".to_owned()));
    }
    run.arguments = parser.raw_args()?.map(text).collect::<Result<_, _>>()?;
    Ok(Command::Run(run))
}

fn network(word: &OsStr) -> Result<Network, UsageError> {
    let unknown = || UsageError(format!("there is no network {word:?}, only 'system' and 'loopback'"));
    let word = word.to_str().ok_or_else(unknown)?;
    let (kind, settings) = word.split_once(',').unwrap_or((word, ""));
    match kind {
        "system" if settings.is_empty() => Ok(Network::System),
        "loopback" => {
            let link = settings.parse().map_err(|error: LinkError| UsageError(error.to_string()))?;
            Ok(Network::Loopback(link))
        }
        _ => Err(unknown()),
    }
}

fn explain(mut parser: Parser) -> Result<Command, UsageError> {
    let mut explain = ExplainArguments {
        file: PathBuf::new(),
        language: None,
        from: 1,
        to: usize::MAX,
        grep: None,
        brief: false,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::HelpOf(Topic::Explain)),
            Long("from") => explain.from = parser.value()?.parse()?,
            Long("to") => explain.to = parser.value()?.parse()?,
            Long("grep") => explain.grep = Some(text(parser.value()?)?),
            Long("brief") => explain.brief = true,
            Long("lang") => explain.language = Some(language(&parser.value()?)?),
            Value(value) if explain.file.as_os_str().is_empty() => explain.file = PathBuf::from(value),
            other => return Err(other.unexpected().into()),
        }
    }
    if explain.file.as_os_str().is_empty() {
        return Err(UsageError("explain which trace? `asyncio101 run --trace FILE` writes one".to_owned()));
    }
    if explain.from > explain.to {
        return Err(UsageError(format!(
            "there is nothing from step {} to step {}",
            explain.from, explain.to
        )));
    }
    Ok(Command::Explain(explain))
}

fn order(mut parser: Parser) -> Result<Command, UsageError> {
    let (mut file, mut steps, mut language) = (None, vec![], None);
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::HelpOf(Topic::Order)),
            Long("lang") => language = Some(self::language(&parser.value()?)?),
            Value(value) if file.is_none() => file = Some(PathBuf::from(value)),
            Value(value) if steps.len() < 2 => {
                let word = text(value)?;
                steps.push(word.parse().map_or(Landmark::Printed(word), Landmark::Step));
            }
            other => return Err(other.unexpected().into()),
        }
    }
    match (file, <[Landmark; 2]>::try_from(steps)) {
        (Some(file), Ok(steps)) => Ok(Command::Order(OrderArguments { file, language, steps })),
        _ => Err(UsageError(
            "explain which order? `asyncio101 order TRACE A B`, where A and B are steps or what was printed"
                .to_owned(),
        )),
    }
}

fn pstree(mut parser: Parser) -> Result<Command, UsageError> {
    let (mut file, mut step, mut language) = (None, None, None);
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::HelpOf(Topic::Pstree)),
            Long("lang") => language = Some(self::language(&parser.value()?)?),
            Long("step") => step = Some(parser.value()?.parse()?),
            Value(value) if file.is_none() => file = Some(PathBuf::from(value)),
            other => return Err(other.unexpected().into()),
        }
    }
    let file = file.ok_or_else(|| {
        UsageError("show the tasks of which trace? `asyncio101 run --trace FILE` writes one".to_owned())
    })?;
    Ok(Command::Pstree(PstreeArguments { file, language, step }))
}

fn serve(mut parser: Parser) -> Result<Command, UsageError> {
    let mut directory = None;
    let mut port = asyncio101_serve::DEFAULT_PORT;
    let mut destinations = Vec::new();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Short('p') | Long("port") => port = parser.value()?.parse()?,
            Long("bridge") => destinations.push(parser.value()?.parse()?),
            Value(value) if directory.is_none() => directory = Some(PathBuf::from(value)),
            other => return Err(other.unexpected().into()),
        }
    }
    let directory = directory.ok_or_else(|| UsageError("serve which directory?".to_owned()))?;
    Ok(Command::Serve(ServeArguments { directory, port, destinations }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command, UsageError> {
        Command::parse(std::iter::once("asyncio101").chain(line.split_whitespace()))
    }

    fn parse_run(line: &str) -> RunArguments {
        match parse(line) {
            Ok(Command::Run(arguments)) => arguments,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn options_after_the_program_are_the_programs() {
        let run = parse_run("run -u file.py -u --help");
        assert_eq!(run.program, Some(Program::File("file.py".to_owned())));
        assert_eq!(run.arguments, ["-u", "--help"]);
        assert!(run.unbuffered);
    }

    #[test]
    fn short_options_may_be_glued_together() {
        let run = parse_run("run -OOBWerror -Xdev -mtimeit -n 1");
        assert_eq!((run.optimize, run.no_bytecode), (2, true));
        assert_eq!((run.warnings, run.extra), (vec!["error".to_owned()], vec!["dev".to_owned()]));
        assert_eq!(run.program, Some(Program::Module("timeit".to_owned())));
        assert_eq!(run.arguments, ["-n", "1"]);
    }

    #[test]
    fn a_program_that_starts_sys_executable_gets_a_python() {
        assert_eq!(parse_run("-I -c pass").program, Some(Program::Code("pass".to_owned())));
        assert_eq!(parse_run("missing.py").program, Some(Program::File("missing.py".to_owned())));
    }

    #[test]
    fn a_dash_is_standard_input_and_its_arguments_are_kept() {
        let run = parse_run("run - a b");
        assert_eq!(
            (run.program, run.arguments),
            (Some(Program::Stdin), vec!["a".to_owned(), "b".to_owned()])
        );
    }

    #[test]
    fn serve_has_a_port() {
        let expected = ServeArguments { directory: PathBuf::from("dist"), port: 80, destinations: vec![] };
        assert_eq!(parse("serve dist --port 80"), Ok(Command::Serve(expected)));
        assert!(parse("serve dist --port 80000").is_err());
        assert!(parse("serve").is_err());
        assert!(parse("serve a b").is_err());
    }

    #[test]
    fn serve_has_a_bridge_to_each_host_and_port_that_is_named() {
        let Ok(Command::Serve(arguments)) = parse("serve dist --bridge a.example:80 --bridge [::1]:81")
        else {
            panic!("it is understood");
        };
        let destinations: Vec<_> = arguments.destinations.iter().map(ToString::to_string).collect();
        assert_eq!(destinations, ["a.example:80", "[::1]:81"]);
        assert!(parse("serve dist --bridge a.example").is_err());
        assert!(parse("serve dist --bridge *:80").is_err());
    }

    #[test]
    fn an_order_is_that_of_two_steps_by_number_or_by_what_they_printed() {
        let steps = [Landmark::Step(12), Landmark::Printed("done".to_owned())];
        let expected = OrderArguments { file: PathBuf::from("t"), language: None, steps };
        assert_eq!(parse("order t 12 done"), Ok(Command::Order(expected)));
        assert!(parse("order t 12").is_err());
        assert!(parse("order t 1 2 3").is_err());
    }

    #[test]
    fn what_is_read_of_a_trace_has_a_language() {
        let turkish = ["explain t --lang tr", "order t 1 2 --lang=tr", "pstree --lang tr t"].map(|line| {
            match parse(line).unwrap() {
                Command::Explain(ExplainArguments { language, .. })
                | Command::Order(OrderArguments { language, .. })
                | Command::Pstree(PstreeArguments { language, .. }) => language,
                other => panic!("{other:?}"),
            }
        });
        assert_eq!(turkish, [Some(Language::Turkish); 3]);
        let refused = parse("explain t --lang de").unwrap_err().to_string();
        assert_eq!(refused, "there is no language 'de', only 'en' and 'tr'");
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        assert!(parse("srve dist").unwrap_err().to_string().contains("srve"));
        assert!(parse("run --nonsense").unwrap_err().to_string().contains("--nonsense"));
        assert!(parse("run -c").unwrap_err().to_string().contains("-c"));
    }
}
