//! Checks what a document says about which source files import each other.
//!
//! ```text
//! circles docs/architecture.md src/lib.rs native/src/lib.rs ...
//! ```
//!
//! The document has two lists, each an entry after the other with names in backticks, a colon, and words for people:
//!
//! - under the heading "The rooms", a room, which is a directory of files, and the rooms it may know;
//! - under the heading "The circles that stay", files that import each other in a circle.
//!
//! An import of a room that the importing one may not know is an error. So is a circle that is not in the list, or is
//! not of exactly these files, and one in the list that is none any more.
//!
//! A file imports another if it names something of it, in a `use` or by a path in its code. `mod` is no import, nor is
//! to offer a name (`pub use`): who imports that imports it from the file that defines it. Tests do not count.
//! Imports between crates are not looked at: Cargo allows no circles there.

mod modules;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use crate::modules::Crate;

/// The headings above the lists.
const ROOMS: &str = "The rooms";
const CIRCLES: &str = "The circles that stay";

/// Files that import each other, directly or by way of others.
type Circle = BTreeSet<String>;

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let Some((document, roots)) = arguments.split_first().filter(|(_, roots)| !roots.is_empty()) else {
        eprintln!("usage: circles DOCUMENT ROOT...");
        return ExitCode::from(2);
    };
    match check(document, roots) {
        Ok(complaints) if complaints.is_empty() => ExitCode::SUCCESS,
        Ok(complaints) => {
            complaints.iter().for_each(|complaint| eprintln!("{complaint}"));
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Tells what is wrong about the imports in the crates with these roots.
fn check(document: &Path, roots: &[PathBuf]) -> io::Result<Vec<String>> {
    let text = fs::read_to_string(document)?;
    let rooms: Rooms =
        entries(&text, ROOMS).into_iter().filter_map(|names| names.split_first().map(knows)).collect();
    let allowed: Vec<Circle> =
        entries(&text, CIRCLES).into_iter().map(|names| names.into_iter().collect()).collect();
    let mut complaints = Vec::new();
    let mut found = Vec::new();
    for root in roots {
        let imports = imports(&Crate::read(root)?);
        complaints.extend(imports.iter().filter_map(|import| forbidden(&rooms, import)));
        for circle in circles(&imports) {
            if !allowed.contains(&circle) {
                complaints.push(format!("a circle of {}:", circle.len()));
                complaints.extend(circle.iter().map(|file| line(&imports, &circle, file)));
            }
            found.push(circle);
        }
    }
    let gone = allowed.iter().filter(|circle| !found.contains(circle));
    let named = |circle: &Circle| circle.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    complaints
        .extend(gone.map(|circle| format!("{}: no circle any more: {}", document.display(), named(circle))));
    Ok(complaints)
}

/// Each room, and the rooms it may know.
type Rooms = BTreeMap<String, Vec<String>>;

fn knows((room, known): (&String, &[String])) -> (String, Vec<String>) {
    (room.clone(), known.to_vec())
}

/// The room a file is in: of those that lie in each other, the innermost.
fn room<'a>(rooms: &'a Rooms, file: &str) -> Option<&'a str> {
    let is_in = |room: &&String| {
        Path::new(file).starts_with(room) || Path::new(file).with_extension("") == Path::new(room)
    };
    rooms.keys().filter(is_in).max_by_key(|room| room.len()).map(String::as_str)
}

/// What is wrong about an import, if it is one of a room that the importing one may not know.
fn forbidden(rooms: &Rooms, (from, to): &(String, String)) -> Option<String> {
    let (Some(here), Some(there)) = (room(rooms, from), room(rooms, to)) else {
        return Some(format!("{from} or {to} is in no room"));
    };
    let may = here == there || rooms[here].iter().any(|known| known == there);
    (!may).then(|| format!("{from} imports {to}: {here} may not know {there}"))
}

/// Who imports whom, by name.
fn imports(krate: &Crate) -> Vec<(String, String)> {
    let name = |file: usize| krate.files[file].display().to_string();
    krate.imports.iter().map(|(from, to)| (name(*from), name(*to))).collect()
}

/// The circles among these imports, the largest first.
fn circles(imports: &[(String, String)]) -> Vec<Circle> {
    let mut graph = DiGraph::<&str, ()>::new();
    let mut nodes = BTreeMap::new();
    for (from, to) in imports {
        let [from, to] = [from, to].map(|file| *nodes.entry(file).or_insert_with(|| graph.add_node(file)));
        graph.add_edge(from, to, ());
    }
    let mut circles: Vec<Circle> = tarjan_scc(&graph)
        .into_iter()
        .filter(|together| together.len() > 1)
        .map(|together| together.into_iter().map(|node| graph[node].to_owned()).collect())
        .collect();
    circles.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
    circles
}

/// Whom a file of a circle imports in it.
fn line(imports: &[(String, String)], circle: &Circle, file: &str) -> String {
    let imported = imports.iter().filter(|(from, to)| from == file && circle.contains(to));
    let imported: Vec<&str> = imported.map(|(_, to)| to.as_str()).collect();
    format!("  {file} imports {}", imported.join(", "))
}

/// The names in each entry of the list under a heading.
fn entries(document: &str, heading: &str) -> Vec<Vec<String>> {
    let section = document
        .lines()
        .skip_while(|line| line.trim_start_matches('#').trim() != heading)
        .skip(1)
        .take_while(|line| !line.starts_with('#'));
    // An entry may be longer than its first line.
    let mut entries: Vec<String> = Vec::new();
    for line in section {
        if let Some(begin) = line.strip_prefix("- ") {
            entries.push(begin.to_owned());
        } else if let Some(entry) = entries.last_mut().filter(|_| line.starts_with("  ")) {
            entry.push_str(line);
        }
    }
    let names = |entry: &String| {
        let before = entry.split_once("`: ").map_or(entry.as_str(), |(names, _)| names);
        before.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    };
    entries.iter().map(names).collect()
}

#[cfg(test)]
mod tests {
    use super::{Rooms, circles, entries, forbidden, room};

    #[test]
    fn an_entrys_names_stand_before_its_words() {
        let document = "# A\n- `no.rs`: not here\n## The list\n\n- `a.rs`, `b.rs`,\n  `c.rs`: as `d.rs` does.\n\
                        - `e.rs`: too.\n\n# B\n- `g.rs`: nor here\n";
        assert_eq!(entries(document, "The list"), [vec!["a.rs", "b.rs", "c.rs"], vec!["e.rs"]]);
    }

    #[test]
    fn a_room_knows_what_it_may_know() {
        let knows =
            |room: &str, known: &[&str]| (room.to_owned(), known.iter().map(|it| (*it).to_owned()).collect());
        let rooms = Rooms::from([knows("src", &[]), knows("src/python", &["src"])]);
        assert_eq!(room(&rooms, "src/python.rs"), Some("src/python"));
        assert_eq!(room(&rooms, "src/pythons.rs"), Some("src"));
        let import = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(forbidden(&rooms, &import("src/python/a.rs", "src/b.rs")), None);
        assert!(forbidden(&rooms, &import("src/b.rs", "src/python/a.rs")).is_some());
        assert!(forbidden(&rooms, &import("src/b.rs", "www/a.rs")).is_some());
    }

    #[test]
    fn a_circle_is_what_leads_back() {
        let imports = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("e", "a")];
        let imports = imports.map(|(from, to)| (from.to_owned(), to.to_owned()));
        let found = circles(&imports);
        assert_eq!(
            found.iter().map(|circle| circle.iter().map(String::as_str).collect()).collect::<Vec<Vec<_>>>(),
            [["a", "b", "c"]]
        );
    }
}
