//! `asyncio101 chapter publish`: what the page needs of chapters, in a folder for it: the files it reads, a recording of each
//! program, and the contents.

use std::path::Path;
use std::{fs, io};

use asyncio101_course::{Chapter, FILES};
use serde_json::{Value, json};

use super::desk::Desk;
use super::folder::Folder;
use super::ran;

/// Puts chapters into a folder, in this order; what is there by their names is replaced.
///
/// # Errors
///
/// A sentence that says what could not be done.
pub(super) fn publish(folders: &[Folder], to: &Path) -> Result<(), String> {
    let desk = Desk::begin();
    let chapters =
        folders.iter().map(|folder| one(&desk, folder, to)).collect::<Result<Vec<Value>, String>>()?;
    let contents = json!({ "chapters": chapters });
    write(&to.join("contents.json"), contents.to_string().as_bytes())
}

/// Puts one chapter there; its entry in the contents.
fn one(desk: &Desk, folder: &Folder, to: &Path) -> Result<Value, String> {
    let shown = folder.path().display();
    let name = folder.path().file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.ok_or_else(|| format!("{shown} has no name: give the folder itself"))?;
    let of = |language: &str| {
        Chapter::read(&|name| folder.read(name), language).map_err(|problems| {
            let problems: Vec<_> = problems.iter().map(|problem| format!("{shown}/{problem}")).collect();
            problems.join("\n")
        })
    };
    let (english, turkish) = (of("en")?, of("tr")?);
    let inside = to.join(&name);
    match fs::remove_dir_all(&inside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(format!("can't empty {}: {error}", inside.display()));
        }
        _ => {}
    }
    let asked = english.question.program.as_ref().map(|(file, _)| file.as_str());
    let mut files = Vec::new();
    for file in FILES.into_iter().chain(asked) {
        if let Some(text) = folder.read(file) {
            write(&inside.join(file), text.as_bytes())?;
            files.push(file.to_owned());
        }
    }
    // As `chapter check` runs them. How a program ends is its own affair: some chapters are about that.
    for (program, trace) in [(Some("program.py"), "program.trace"), (asked, "question.trace")] {
        let Some((program, source)) = program.and_then(|program| Some((program, folder.read(program)?)))
        else {
            continue;
        };
        let path = folder.path().join(program);
        let facts = ran::facts(desk, english.manifest.is_desktop, &path, &source)
            .map_err(|why| format!("{}: {why}", path.display()))?;
        write(&inside.join(trace), facts.replay().bytes())?;
        files.push(trace.to_owned());
    }
    Ok(json!({
        "name": name,
        "en": english.name(),
        "tr": turkish.name(),
        "short": { "en": english.summary(), "tr": turkish.summary() },
        "hasExercise": english.exercise.is_some(),
        "files": files,
    }))
}

fn write(path: &Path, content: &[u8]) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, content))
        .map_err(|error| format!("can't write {}: {error}", path.display()))
}
