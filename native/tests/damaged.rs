//! 2,000 damaged traces, given to `explain`, `order` and `pstree`: a clear line for each, in little time and memory.
//!
//! The commands are run as the binary runs them, one after the other in a few processes of this file's own, which have
//! no more memory than they may need.

#[path = "../../tests/support/harm.rs"]
mod harm;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use asyncio101::replay::say::Language;
use asyncio101_native::command::{
    Exit, ExplainArguments, Landmark, OrderArguments, PstreeArguments, explain, order, pstree,
};
use harm::Harm;
use libtest_mimic::{Arguments, Failed, Trial};
use rustix::process::{Resource, Rlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};

const TRACES: u64 = 2000;
const PROCESSES: u64 = 2;
/// The memory that a process may have, in bytes.
const MEMORY: u64 = 200 << 20;
/// As long as one command may compute. What else the machine does has no part in it.
const LONGEST: Duration = Duration::from_secs(1);

/// The variable that makes this program one of those that read traces: its number.
const PART: &str = "ASYNCIO101_TEST_PART";

fn main() -> ExitCode {
    if let Ok(part) = env::var(PART) {
        read_part(
            part.parse().expect("it is a number"),
            &PathBuf::from(env::args_os().nth(1).expect("a directory")),
        );
        return ExitCode::SUCCESS;
    }
    let trial = Trial::test("damaged_traces_end_in_a_line_each", damaged_traces_end_in_a_line_each);
    libtest_mimic::run(&Arguments::from_args(), vec![trial]).exit_code()
}

/// Starts the processes, and looks at what each command has said and needed.
fn damaged_traces_end_in_a_line_each() -> Result<(), Failed> {
    let directory = tempfile::tempdir()?;
    let children = (0..PROCESSES).map(|part| {
        Command::new(env::current_exe()?)
            .arg(directory.path())
            .env(PART, part.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
    });
    let children: Vec<Child> = children.collect::<Result<_, _>>()?;
    let (mut commands, mut refused, mut longest, mut peak) = (0, 0, Duration::ZERO, 0);
    for child in children {
        let output = child.wait_with_output()?;
        let said = String::from_utf8(output.stderr)?;
        if !output.status.success() {
            let end = said.lines().rev().take(20).collect::<Vec<_>>();
            return Err(format!("{}: the last lines first: {end:#?}", output.status).into());
        }
        let mut lines: Vec<String> = Vec::new();
        for line in said.lines() {
            if let Some(rest) = line.strip_prefix("# peak ") {
                peak = peak.max(rest.parse::<u64>()?);
            } else if let Some(rest) = line.strip_prefix("# ended ") {
                let (exit, time) = rest.split_once(" in ").ok_or("no time")?;
                let time = Duration::from_micros(time.parse()?);
                longest = longest.max(time);
                commands += 1;
                // What is cut off is told as far as it goes, with a warning.
                let is_clear = match (exit, lines.as_slice()) {
                    ("Success", []) => true,
                    ("Success", [warning]) => is_line(warning, "is cut off behind step"),
                    ("Failure", [error]) => is_line(error, ""),
                    ("Failure", [warning, error]) => is_line(warning, "is cut off") && is_line(error, ""),
                    _ => false,
                };
                if !is_clear || time > LONGEST {
                    return Err(format!("{rest}: {lines:#?}").into());
                }
                refused += u64::from(exit == "Failure");
                lines.clear();
            } else {
                lines.push(line.to_owned());
            }
        }
    }
    println!(
        "{commands} commands, {refused} of them refused; the longest computed for {longest:?}, the largest process \
         had {peak} kB"
    );
    if commands == 3 * TRACES && refused > TRACES { Ok(()) } else { Err("not all of them were read".into()) }
}

fn is_line(line: &str, part: &str) -> bool {
    line.starts_with("asyncio101: ") && line.contains(part) && line.len() > 30
}

/// Damages every so-manyth trace and gives it to the three commands.
fn read_part(part: u64, directory: &Path) {
    let limit = Rlimit { current: Some(MEMORY), maximum: Some(MEMORY) };
    setrlimit(Resource::Data, limit).expect("a process may limit itself");
    let whole: Vec<Vec<u8>> = vec![
        include_bytes!("../../tests/traces/every_event.trace").to_vec(),
        include_bytes!("../../tests/traces/network.trace").to_vec(),
        include_bytes!("../../tests/page/traces/two_tasks.trace").to_vec(),
    ];
    let file = directory.join(format!("{part}.trace"));
    for number in (part..TRACES).step_by(PROCESSES as usize) {
        let mut chance = Chance(number);
        let mut trace = whole[chance.next() as usize % whole.len()].clone();
        for _ in 0..=chance.next() % 4 {
            Harm::of([chance.next(), chance.next(), chance.next(), chance.next()]).to(&mut trace, &whole);
        }
        fs::write(&file, trace).expect("there is room for a trace");
        let language = Some(Language::ALL[number as usize / 2 % Language::ALL.len()]);
        let file = file.clone();
        let told = ExplainArguments {
            file: file.clone(),
            language,
            from: 1,
            to: usize::MAX,
            grep: None,
            brief: false,
        };
        measured(|| explain(&told));
        let steps = [Landmark::Step(1), Landmark::Step(2 + chance.next() as usize % 60)];
        measured(|| order(&OrderArguments { file: file.clone(), language, steps }));
        measured(|| pstree(&PstreeArguments { file, language, step: None }));
    }
    if let Ok(status) = fs::read_to_string("/proc/self/status")
        && let Some(peak) = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))
    {
        eprintln!("# peak {}", peak.trim().trim_end_matches(" kB"));
    }
}

/// Runs a command, and says behind what it says how it ended and how long it computed.
fn measured(command: impl FnOnce() -> Exit) {
    let now = || {
        Duration::try_from(clock_gettime(ClockId::ThreadCPUTime))
            .expect("a thread has computed for some time")
    };
    let began = now();
    let exit = command();
    eprintln!("# ended {exit:?} in {}", (now() - began).as_micros());
}

/// Numbers of chance that are the same every time: Steele, Lea and Flood's SplitMix64.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
