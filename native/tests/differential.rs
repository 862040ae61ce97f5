//! Random programs, each by CPython and by ours: a quick part of what `make differential` plays, of the same seeds each
//! time. Without a CPython 3.14 (`tools/cpython.sh`) it is ignored.

mod common;

use std::path::Path;
use std::process::ExitCode;

use common::{beside_python, end_of, python};
use libtest_mimic::{Arguments, Failed};

/// How many, from the first seed on.
const PROGRAMS: &str = "150";

fn main() -> ExitCode {
    let trial = beside_python("random_programs_tell_the_same", random_programs_tell_the_same);
    libtest_mimic::run(&Arguments::from_args(), vec![trial]).exit_code()
}

fn random_programs_tell_the_same() -> Result<(), Failed> {
    let tool = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/differential/differential.py");
    let mut command = python();
    command.arg(tool).args(["--seed", "51", "--count", PROGRAMS]);
    let reference = python();
    let reference = reference.get_args().last().expect("it is started by its path");
    let ended = end_of(command.arg(reference).arg("--").arg(env!("CARGO_BIN_EXE_asyncio101")).arg("run"));
    if ended.code == 0 { Ok(()) } else { Err(format!("{}{}", ended.stdout, ended.stderr).into()) }
}
