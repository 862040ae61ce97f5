//! `asyncio101 chapter`: whether a chapter of the course is right, and what a program gets for an answer there.

mod desk;
mod folder;
mod judged;
mod many;
mod publish;
mod ran;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use asyncio101::python::check::{Verdict, check};
use asyncio101::replay::say::Language;
use asyncio101_course::Chapter;
use asyncio101_course::words::plain;

use self::desk::Desk;
use self::folder::Folder;
use super::arguments::ChapterArguments;
use super::exit::Exit;
use super::tell;
use super::trace::of_environment;

/// What `asyncio101 chapter` understands.
pub(super) const HELP: &str = "\
Says whether a chapter of a course is right, and what a program gets for an answer there. A chapter is a folder;
docs/writing-a-chapter.md describes what is in it.

Usage:
  asyncio101 chapter check FOLDER...
  asyncio101 chapter try FOLDER PROGRAM.py [--lang en|tr]
  asyncio101 chapter publish --to FOLDER CHAPTER...

check  runs the program, every solution and every known mistake on the virtual clock, and holds each claim of the
       words against what the loop did. Each problem is told with its file and line.
try    runs the chapter's check.py on a program, and prints what its writer would be told.
publish  writes what the page needs of chapters: their files, a recording of each program, and contents.json.

Options:
  --lang en|tr            the language of the answer (that of the locale)
";

/// Checks chapters, or a program by one.
#[must_use]
pub fn chapter(arguments: &ChapterArguments) -> Exit {
    match arguments {
        ChapterArguments::Check { folders } => check_all(folders),
        ChapterArguments::Publish { folders, to } => publish_all(folders, to),
        ChapterArguments::Try { folder, program, language } => {
            try_program(folder, program, language.unwrap_or_else(of_environment))
        }
    }
}

fn check_all(folders: &[PathBuf]) -> Exit {
    let opened: Result<Vec<Folder>, String> = folders.iter().map(|folder| Folder::open(folder)).collect();
    match opened.as_deref() {
        Ok([folder]) => check_one(folder),
        Ok(folders) => many::check(folders),
        Err(complaint) => Exit::Misused.because(format_args!("{complaint}")),
    }
}

fn check_one(folder: &Folder) -> Exit {
    let (problems, fine) = judged::judge(&Desk::begin(), folder);
    let mut report = String::new();
    for problem in &problems {
        let _ = writeln!(report, "{}/{problem}", folder.path().display());
    }
    if problems.is_empty() {
        let _ = writeln!(report, "{}: {fine}", folder.path().display());
    }
    match tell(&report) {
        Exit::Success if problems.is_empty() => Exit::Success,
        _ => Exit::Failure,
    }
}

fn publish_all(folders: &[PathBuf], to: &Path) -> Exit {
    let folders: Result<Vec<_>, _> = folders.iter().map(|folder| Folder::open(folder)).collect();
    match folders {
        Err(complaint) => Exit::Misused.because(format_args!("{complaint}")),
        Ok(folders) => match publish::publish(&folders, to) {
            Ok(()) => Exit::Success,
            Err(complaint) => Exit::Failure.because(format_args!("{complaint}")),
        },
    }
}

fn try_program(folder: &Path, program: &Path, language: Language) -> Exit {
    let misused = |complaint: String| Exit::Misused.because(format_args!("{complaint}"));
    let folder = match Folder::open(folder) {
        Ok(folder) => folder,
        Err(complaint) => return misused(complaint),
    };
    let source = match fs::read_to_string(program) {
        Ok(source) => source,
        Err(error) => return misused(format!("can't open program {}: {error}", program.display())),
    };
    let chapter = match Chapter::read(&|name| folder.read(name), language.tag()) {
        Ok(chapter) => chapter,
        Err(problems) => {
            let problems = problems.iter().map(|it| format!("{}/{it}", folder.path().display()));
            return Exit::Failure.because(format_args!("{}", problems.collect::<Vec<_>>().join("\n")));
        }
    };
    let Some(exercise) = &chapter.exercise else {
        return misused(format!("{} has no exercise: there is no check.py", folder.path().display()));
    };
    let verdict = check(&Desk::begin(), &source, &exercise.check);
    let text = match &verdict {
        Verdict::Passed => format!("passed\n\n{}\n", plain(&exercise.done)),
        Verdict::Failed { id, values } => match exercise.message(id) {
            Some(message) => format!("{id}\n\n{}\n", plain(&message.say(values))),
            None => format!("{id}\n\nThere is no message of that name in {}.\n", chapter.file()),
        },
        other => judged::describe(other) + "\n",
    };
    match (tell(&text), verdict) {
        (Exit::Success, Verdict::Passed) => Exit::Success,
        _ => Exit::Failure,
    }
}
