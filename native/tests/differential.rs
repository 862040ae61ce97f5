//! Random programs, each by CPython and by ours: a quick part of what `make differential` plays, of the same seeds each
//! time. And what they avoid, because RustPython does it otherwise, is still done otherwise. Without a CPython 3.14
//! (`tools/cpython.sh`) both are ignored.

mod common;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use common::{Ended, beside_python, end_of, python, run};
use libtest_mimic::{Arguments, Failed};

/// How many, from the first seed on.
const PROGRAMS: &str = "150";

fn main() -> ExitCode {
    let trials = vec![
        beside_python("random_programs_tell_the_same", random_programs_tell_the_same),
        beside_python("what_they_avoid_is_the_interpreters_own", what_they_avoid_is_the_interpreters_own),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn tool(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/differential").join(name)
}

fn random_programs_tell_the_same() -> Result<(), Failed> {
    let mut command = python();
    command.arg(tool("differential.py")).args(["--seed", "51", "--count", PROGRAMS]);
    let reference = python();
    let reference = reference.get_args().last().expect("it is started by its path");
    let ended = end_of(command.arg(reference).arg("--").arg(env!("CARGO_BIN_EXE_asyncio101")).arg("run"));
    if ended.code == 0 { Ok(()) } else { Err(format!("{}{}", ended.stdout, ended.stderr).into()) }
}

/// Each line that `interpreter.py` prints is another one by CPython and by RustPython. One that is not is a fault that has been
/// mended: the program goes from there, and what it was a reason for from `avoided.py`.
fn what_they_avoid_is_the_interpreters_own() -> Result<(), Failed> {
    let theirs = end_of(python().arg(tool("interpreter.py")));
    let ours = end_of(run().arg(tool("interpreter.py")));
    let (theirs, ours) = (told(&theirs)?, told(&ours)?);
    assert_eq!(theirs.len(), ours.len(), "both tell of the same cases");
    let same: Vec<_> =
        theirs.into_iter().zip(ours).filter(|(theirs, ours)| theirs == ours).map(|(line, _)| line).collect();
    if same.is_empty() {
        Ok(())
    } else {
        Err(format!("RustPython does it now as CPython:\n{}", same.join("\n")).into())
    }
}

fn told(ended: &Ended) -> Result<Vec<&str>, Failed> {
    if ended.code == 0 { Ok(ended.stdout.lines().collect()) } else { Err(ended.stderr.clone().into()) }
}
