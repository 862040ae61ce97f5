//! Turns `www/content/examples.toml` and the programs it lists into Rust constants, so that the page
//! needs no request to show them and a missing file or translation fails the build.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::Deserialize;

/// The whole of `examples.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    group: Vec<Group>,
    example: Vec<Example>,
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

fn main() {
    let content = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("Cargo sets it")).join("../content");
    let list = content.join("examples.toml");
    println!("cargo::rerun-if-changed={}", list.display());
    let catalogue = fs::read_to_string(&list).unwrap_or_else(|error| panic!("{}: {error}", list.display()));
    let catalogue: Catalogue =
        toml::from_str(&catalogue).unwrap_or_else(|error| panic!("{}: {error}", list.display()));

    let out = PathBuf::from(env::var_os("OUT_DIR").expect("Cargo sets it")).join("examples.rs");
    fs::write(out, rust(&catalogue, &content.join("examples")))
        .expect("the build's own folder can be written");
}

/// The constant `GROUPS`, each group with its examples in the order of the file.
fn rust(catalogue: &Catalogue, programs: &Path) -> String {
    for example in &catalogue.example {
        let Example { id, group, .. } = example;
        assert!(
            catalogue.group.iter().any(|known| known.id == *group),
            "example {id}: there is no group {group}"
        );
        let same = catalogue.example.iter().filter(|other| other.id == *id).count();
        assert!(same == 1, "example {id} is listed {same} times");
    }
    let mut text = String::from("/// Every example, as `www/content/examples.toml` lists them.\n");
    text.push_str("pub const GROUPS: &[Group] = &[\n");
    for group in &catalogue.group {
        writeln!(text, "Group {{ id: {:?}, title: {}, examples: &[", group.id, group.title.literal())
            .unwrap();
        for Example { id, file, title, summary, .. } in
            catalogue.example.iter().filter(|e| e.group == group.id)
        {
            let path = programs.join(file);
            let read = |path: &Path| {
                println!("cargo::rerun-if-changed={}", path.display());
                fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
            };
            let source = Bilingual { en: read(&path), tr: read(&programs.join("tr").join(file)) }.literal();
            let (title, summary) = (title.literal(), summary.literal());
            writeln!(text, "Example {{ id: {id:?}, title: {title}, summary: {summary}, source: {source} }},")
                .unwrap();
        }
        text.push_str("] },\n");
    }
    text.push_str("];\n");
    text
}
