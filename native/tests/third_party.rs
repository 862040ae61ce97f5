//! Other people's packages: every program in `tests/third_party/programs` says the same by CPython and by ours.
//!
//! The packages come from outside. Where they have not been brought (`tools/need.sh third-party`) the programs are
//! ignored; `make third-party` brings them, and runs the packages' own tests, too.

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::LazyLock;

use common::{beside_python, end_of, programs_in, python, run};
use libtest_mimic::{Arguments, Failed, Trial};

/// Where the packages are.
static PACKAGES: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/need.sh");
    let found = Command::new(script).args(["path", "third-party"]).stderr(Stdio::inherit()).output().ok()?;
    let path = String::from_utf8(found.stdout).ok()?;
    found.status.success().then(|| Path::new(path.trim_end()).join("packages"))
});

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = programs_in("../tests/third_party/programs").into_iter().map(|program| {
        let name = program.file_stem().expect("it ends in .py").to_string_lossy().into_owned();
        match &*PACKAGES {
            Some(packages) => beside_python(name, move || compare(&program, packages)),
            None => Trial::test(name, || Ok(())).with_kind("no packages").with_ignored_flag(true),
        }
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

fn compare(program: &Path, packages: &Path) -> Result<(), Failed> {
    let [theirs, ours] = [python(), run()].map(|mut command| {
        command.env("PYTHONPATH", packages).env("AIOHTTP_NO_EXTENSIONS", "1");
        end_of(command.env("PYTHONDONTWRITEBYTECODE", "1").arg(program))
    });
    if ours == theirs && ours.code == 0 {
        return Ok(());
    }
    Err(format!("ours: {ours:#?}\ntheirs: {theirs:#?}").into())
}
