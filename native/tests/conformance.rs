//! CPython's own tests of `asyncio`, those that do not take long, by CPython and by ours: what CPython passes, ours passes, but for
//! what `tests/cpython/known_differences.txt` names. `make conformance` runs all of them.
//!
//! `cargo test -p asyncio101-native --test conformance NAME` runs the modules with NAME in their name. Without a CPython 3.14 or
//! its tests (`tools/cpython.sh`) they are ignored.

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use common::{beside_python, end_of, python};
use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    libtest_mimic::run(&arguments, quick_modules().into_iter().map(trial).collect()).exit_code()
}

/// The program that runs them.
fn tool() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/conformance/conformance.py")
}

/// The folder that CPython's tests are in.
fn tests_of_cpython() -> Option<PathBuf> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/cpython.sh");
    let found = end_of(Command::new(script).args(["path", "tests"]));
    (found.code == 0).then(|| found.stdout.trim_end().into())
}

/// The modules of [`tool`]'s list.
fn quick_modules() -> Vec<String> {
    let text = std::fs::read_to_string(tool()).expect("it lies in the repository");
    let list = text.split_once("QUICK = \"\"\"").and_then(|(_, rest)| rest.split_once("\"\"\""));
    let (list, _) = list.expect("the list is there");
    list.split_whitespace().map(str::to_owned).collect()
}

fn trial(module: String) -> Trial {
    let Some(tests) = tests_of_cpython() else {
        return Trial::test(module, || Ok(())).with_kind("no tests of CPython's").with_ignored_flag(true);
    };
    beside_python(module.clone(), move || {
        let reference = python().get_args().last().expect("it is started by its path").to_owned();
        let mut command = python();
        command.arg(tool()).args(["--module", &module]).arg(&tests).arg(reference);
        let done = end_of(command.arg("--").arg(env!("CARGO_BIN_EXE_asyncio101")).arg("run"));
        if done.code == 0 { Ok(()) } else { Err((done.stdout + &done.stderr).into()) }
    })
}
