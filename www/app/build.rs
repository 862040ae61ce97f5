//! Turns the programs of the course, `www/content/examples.toml` and the programs it lists into Rust constants, so that
//! the page needs no request to show them and a missing file or translation fails the build.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use asyncio101_course::Chapter;
use serde::Deserialize;

/// The whole of `examples.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    course: Course,
    group: Vec<Group>,
    example: Vec<Example>,
    was: BTreeMap<String, String>,
}

/// The heading of the course's programs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Course {
    title: Bilingual,
}

/// A heading of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    id: String,
    title: Bilingual,
}

/// One program of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    id: String,
    group: String,
    file: String,
    title: Bilingual,
    summary: Bilingual,
}

/// The same words in every language of the page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bilingual {
    en: String,
    tr: String,
}

impl Bilingual {
    /// The Rust expression for these words.
    fn literal(&self) -> String {
        format!("Bilingual {{ english: {:?}, turkish: {:?} }}", self.en, self.tr)
    }
}

/// One program of the course.
struct Lesson {
    /// The chapter's folder, `12-await`.
    folder: String,
    /// Its number.
    number: u8,
    /// The folder's name without it.
    id: String,
    title: Bilingual,
    summary: Bilingual,
    source: Bilingual,
}

fn main() {
    // Which piece of code and data refers to which: `asyncio101-split` parts the page's module by it.
    if env::var("TARGET").is_ok_and(|target| target.starts_with("wasm32")) {
        println!("cargo::rustc-link-arg-cdylib=--emit-relocs");
    }
    let content = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("Cargo sets it")).join("../content");
    let list = content.join("examples.toml");
    let catalogue = read(&list);
    let catalogue: Catalogue =
        toml::from_str(&catalogue).unwrap_or_else(|error| panic!("{}: {error}", list.display()));
    let lessons = lessons(&content.join("course"));
    check(&lessons, &catalogue);

    let out = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets it")).join("examples.rs");
    fs::write(out, rust(&lessons, &catalogue, &content.join("examples")))
        .expect("the build's own folder can be written");
}

/// A file's text. When it changes, all of this is done again.
fn read(path: &Path) -> String {
    println!("cargo::rerun-if-changed={}", path.display());
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The programs of the course's chapters, in their order.
fn lessons(course: &Path) -> Vec<Lesson> {
    // A chapter that is new changes the folder.
    println!("cargo::rerun-if-changed={}", course.display());
    let folders = fs::read_dir(course).unwrap_or_else(|error| panic!("{}: {error}", course.display()));
    let mut folders: Vec<PathBuf> = folders
        .map(|folder| folder.expect("a folder can be listed").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders.iter().map(|folder| lesson(folder)).collect()
}

/// The program of a chapter.
fn lesson(path: &Path) -> Lesson {
    let shown = path.display();
    let folder =
        path.file_name().and_then(|name| name.to_str()).expect("a chapter's name is text").to_owned();
    let (number, id) = folder.split_once('-').unwrap_or_else(|| panic!("{shown}: no number begins its name"));
    let number = number.parse().unwrap_or_else(|_| panic!("{shown}: {number} is no number"));
    let file = |name: &str| path.join(name).exists().then(|| read(&path.join(name)));
    let [english, turkish] = ["en", "tr"].map(|language| {
        let chapter =
            Chapter::read(&file, language).unwrap_or_else(|problems| panic!("{shown}: {problems:?}"));
        assert_eq!(chapter.language, language, "{shown} is not translated");
        chapter
    });
    let short = |chapter: &Chapter| {
        chapter
            .summary()
            .unwrap_or_else(|| panic!("{shown}/{}: the section `short` is missing", chapter.file()))
    };
    Lesson {
        number,
        id: id.to_owned(),
        title: Bilingual { en: english.name(), tr: turkish.name() },
        summary: Bilingual { en: short(&english), tr: short(&turkish) },
        source: Bilingual { en: english.program, tr: turkish.program },
        folder,
    }
}

/// Sees to it that each name is one program's, and each group one that there is.
fn check(lessons: &[Lesson], catalogue: &Catalogue) {
    let ids =
        || lessons.iter().map(|lesson| &lesson.id).chain(catalogue.example.iter().map(|example| &example.id));
    for id in ids() {
        let same = ids().filter(|other| *other == id).count();
        assert!(same == 1, "example {id} is listed {same} times");
    }
    for Example { id, group, .. } in &catalogue.example {
        assert!(
            catalogue.group.iter().any(|known| known.id == *group),
            "example {id}: there is no group {group}"
        );
    }
    for (old, new) in &catalogue.was {
        assert!(ids().all(|id| id != old), "`was` names {old}, which is an example");
        assert!(ids().any(|id| id == new), "`was` leads from {old} to {new}, which is no example");
    }
}

/// The constants `GROUPS`, each group with its examples in their order, `WAS` and `CHAPTERS`.
fn rust(lessons: &[Lesson], catalogue: &Catalogue, programs: &Path) -> String {
    let mut text = String::from(
        "/// Every example: those of the course, and as `www/content/examples.toml` lists them.\n",
    );
    text.push_str("pub const GROUPS: &[Group] = &[\n");
    let begin = |text: &mut String, id: &str, title: &Bilingual| {
        writeln!(text, "Group {{ id: {id:?}, title: {}, examples: &[", title.literal()).unwrap();
    };
    let entry = |id: &str, [title, summary, source]: [&Bilingual; 3], chapter: Option<&Lesson>| {
        let [title, summary, source] = [title, summary, source].map(Bilingual::literal);
        let chapter = chapter.map_or("None".to_owned(), |Lesson { number, folder, .. }| {
            format!("Some(Chapter {{ number: {number}, folder: {folder:?} }})")
        });
        format!(
            "Example {{ id: {id:?}, title: {title}, summary: {summary}, source: {source}, chapter: {chapter} }},\n"
        )
    };
    begin(&mut text, "course", &catalogue.course.title);
    for lesson in lessons {
        text += &entry(&lesson.id, [&lesson.title, &lesson.summary, &lesson.source], Some(lesson));
    }
    text.push_str("] },\n");
    for group in &catalogue.group {
        begin(&mut text, &group.id, &group.title);
        for Example { id, file, title, summary, .. } in
            catalogue.example.iter().filter(|e| e.group == group.id)
        {
            let source =
                Bilingual { en: read(&programs.join(file)), tr: read(&programs.join("tr").join(file)) };
            text += &entry(id, [title, summary, &source], None);
        }
        text.push_str("] },\n");
    }
    text.push_str("];\n");

    text.push_str("/// What examples were called once, and the one that each of these names leads to now.\n");
    writeln!(text, "pub const WAS: &[(&str, &str)] = &{:?};", catalogue.was.iter().collect::<Vec<_>>())
        .unwrap();
    let chapters: Vec<(&str, &str)> = lessons.iter().map(|lesson| (&*lesson.folder, &*lesson.id)).collect();
    text.push_str(
        "/// The folders of the course's chapters, and what their programs are called among the examples.\n",
    );
    writeln!(text, "pub const CHAPTERS: &[(&str, &str)] = &{chapters:?};").unwrap();
    text
}
