//! Every program in `tests/parity`, by CPython and by ours: the same output, errors and exit code, byte by byte. Those in
//! `tests/parity/network` twice: on the system's sockets, and on the network inside the process with the virtual clock.
//! Those in `tests/parity/threads` have several, so each run of one is another order of events, and traces are not compared.
//! Those in `tests/parity/desktop` need what only a system has: certificates, processes, signals, databases.
//!
//! `cargo test -p asyncio101-native --test parity NAME` runs those with NAME in their name. Without a CPython 3.14
//! (`tools/cpython.sh`) they are ignored.

#[path = "common/certificates.rs"]
mod certificates;
mod common;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use common::{Ended, beside_python, end_of, parity_programs, programs_in, python, run};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let alone = parity_programs().into_iter().map(|program| trial(program, "", &[]));
    let network = programs_in("../tests/parity/network").into_iter().flat_map(|program| {
        let inside = trial(program.clone(), " inside the process", &["--clock", "virtual"]);
        [trial(program, " on the system's sockets", &[]), inside]
    });
    let desktop = programs_in("../tests/parity/desktop").into_iter().map(|program| trial(program, "", &[]));
    let threads = programs_in("../tests/parity/threads").into_iter().map(|program| trial(program, "", &[]));
    let folder = tempfile::tempdir().expect("there is room for two files");
    certificates::write(folder.path()).expect("certificates can be made");
    // SAFETY: this process has one thread yet.
    unsafe { std::env::set_var("CERTIFICATES", folder.path()) };
    libtest_mimic::run(&arguments, alone.chain(network).chain(threads).chain(desktop).collect()).exit_code()
}

fn trial(program: PathBuf, how: &str, options: &'static [&'static str]) -> Trial {
    let name = program.file_stem().expect("it ends in .py").to_string_lossy().into_owned();
    beside_python(name + how, move || compare(&program, options))
}

fn compare(program: &Path, options: &[&str]) -> Result<(), Failed> {
    let directory = program.parent().expect("it lies in tests/parity");
    let file = program.file_name().expect("it has a name");
    let theirs = end_of(python().arg(file).current_dir(directory));
    let ours = end_of(run().args(options).arg(file).current_dir(directory));
    if ours == theirs { Ok(()) } else { Err(difference(&theirs, &ours).into()) }
}

/// Both ends, line by line: `-` is CPython's, `+` is ours.
fn difference(theirs: &Ended, ours: &Ended) -> String {
    let mut text = String::new();
    for (what, theirs, ours) in [
        ("exit code", theirs.code.to_string(), ours.code.to_string()),
        ("standard output", theirs.stdout.clone(), ours.stdout.clone()),
        ("standard error", theirs.stderr.clone(), ours.stderr.clone()),
    ] {
        if theirs != ours {
            text += &format!("{what}:\n");
            lines(&theirs.lines().collect::<Vec<_>>(), &ours.lines().collect::<Vec<_>>(), &mut text);
        }
    }
    text
}

/// The lines both have at the start and at the end stay as they are; what lies between is shown twice.
fn lines(theirs: &[&str], ours: &[&str], text: &mut String) {
    let same_start = theirs.iter().zip(ours).take_while(|(a, b)| a == b).count();
    let (rest_of_theirs, rest_of_ours) = (&theirs[same_start..], &ours[same_start..]);
    let same_end =
        rest_of_theirs.iter().rev().zip(rest_of_ours.iter().rev()).take_while(|(a, b)| a == b).count();
    let (their_end, our_end) = (rest_of_theirs.len() - same_end, rest_of_ours.len() - same_end);
    let marked = (theirs[..same_start].iter().map(|line| (' ', line)))
        .chain(rest_of_theirs[..their_end].iter().map(|line| ('-', line)))
        .chain(rest_of_ours[..our_end].iter().map(|line| ('+', line)))
        .chain(rest_of_ours[our_end..].iter().map(|line| (' ', line)));
    for (mark, line) in marked {
        *text += &format!("  {mark} {line}\n");
    }
}
