//! Several chapters, each in a process of its own: they can be checked at the same time, and what an interpreter leaves behind
//! in its process makes the next one slower.

use std::collections::BTreeMap;
use std::env;
use std::io;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use super::folder::Folder;
use crate::command::exit::Exit;
use crate::command::tell;

/// Checks them, and tells of them in their order.
pub(super) fn check(folders: &[Folder]) -> Exit {
    let next = AtomicUsize::new(0);
    let (done, checked) = mpsc::channel();
    let workers = thread::available_parallelism().map_or(1, usize::from).min(folders.len());
    thread::scope(|scope| {
        for _ in 0..workers {
            let (next, done) = (&next, done.clone());
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(folder) = folders.get(number) else { return };
                    if done.send((number, in_a_process(folder))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        tell_all(&checked)
    })
}

fn tell_all(checked: &mpsc::Receiver<(usize, io::Result<Output>)>) -> Exit {
    let (mut early, mut told, mut exit) = (BTreeMap::new(), 0, Exit::Success);
    for (number, output) in checked {
        early.insert(number, output);
        while let Some(output) = early.remove(&told) {
            told += 1;
            match output {
                Ok(output) if tell(&String::from_utf8_lossy(&output.stdout)) == Exit::Success => {
                    if !output.status.success() {
                        exit = Exit::Failure;
                    }
                }
                Ok(_) => exit = Exit::Failure,
                Err(error) => exit = Exit::Failure.because(format_args!("can't check a chapter: {error}")),
            }
        }
    }
    exit
}

fn in_a_process(folder: &Folder) -> io::Result<Output> {
    let mut command = Command::new(env::current_exe()?);
    command.args(["chapter", "check"]).arg(folder.path()).stdin(Stdio::null()).stderr(Stdio::inherit());
    command.output()
}
