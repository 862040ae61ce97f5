//! The run of a chapter's own program.

use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use asyncio101::python::check::{Ending, Facts, How, Request, run};
use asyncio101::replay::Replay;

use super::desk::Desk;

/// Runs a program of a chapter's; one that needs an operating system in a process of its own, in real time.
pub(super) fn facts(desk: &Desk, is_desktop: bool, path: &Path, source: &str) -> Result<Facts, String> {
    if is_desktop {
        in_a_process(path)
    } else {
        Ok(run(desk, source, &Request { seconds: f64::INFINITY, ..Request::default() }))
    }
}

fn in_a_process(path: &Path) -> Result<Facts, String> {
    let trace = env::temp_dir().join(format!("asyncio101-chapter-{}.trace", std::process::id()));
    let failed = |error: std::io::Error| format!("It could not be run: {error}.");
    let ours = env::current_exe().map_err(failed)?;
    let ran = Command::new(ours)
        .args(["run", "--seed", "0", "--trace"])
        .arg(&trace)
        // In its folder, so that no path of this machine comes into the recording.
        .args(path.file_name())
        .current_dir(path.parent().unwrap_or(path))
        .stdin(Stdio::null())
        .output()
        .map_err(failed)?;
    let bytes = fs::read(&trace).unwrap_or_default();
    let _ = fs::remove_file(&trace);
    let replay = Replay::read(bytes).map_err(|error| format!("It could not be recorded: {error}."))?;
    let error = String::from_utf8_lossy(&ran.stderr);
    let ending = (!ran.status.success()).then(|| Ending {
        how: How::Raised,
        line: None,
        text: error.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default().to_owned(),
    });
    let seconds = replay.state(replay.len()).time().as_secs_f64();
    let output = String::from_utf8_lossy(&ran.stdout).into_owned();
    Ok(Facts::of_trace(replay, output, seconds, ending))
}
