//! Packs Python's standard library for the binary: every module's compiled code and its source.
//!
//! The result is two files in `OUT_DIR`: `library.bin`, all contents one after the other, and `library.rs`, a
//! sorted table that says what lies where, so that the binary has nothing to parse when it starts. What the
//! entries mean is in `src/library.rs`.
//!
//! Where asyncio101 has a module of its own (`src/python/lib`), that one is packed in the place of the library's.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use rustpython_compiler::{CompileOpts, Mode, compile};
use rustpython_compiler_core::frozen::FrozenCodeObject;

/// Left out: the graphical toolkit, which the interpreter does not have, and a bundled installer.
const LEFT_OUT: &[&str] =
    &["idlelib", "tkinter", "turtle.py", "turtledemo", "ensurepip/_bundled", "_pyrepl/mypy.ini"];

/// asyncio101's own modules, seen from this package, where Cargo runs this. (Not by a path fixed at compile time: two
/// clones may share a target directory.)
const OURS: &str = "../src/python/lib";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let mut files = BTreeMap::new();
    for library in [rustpython_pylib::LIB_PATH, OURS].map(Path::new) {
        println!("cargo:rerun-if-changed={}", library.display());
        collect(library, library, &mut files);
    }
    let mut archive = Archive::default();
    for (name, path) in files {
        archive.add(&name, &path);
    }
    archive.write(Path::new(&env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")));
}

/// Adds the files under `directory`, by their names relative to `library`.
fn collect(library: &Path, directory: &Path, files: &mut BTreeMap<String, PathBuf>) {
    for entry in fs::read_dir(directory).expect("the library can be read") {
        let path = entry.expect("the library can be read").path();
        let name = path.strip_prefix(library).expect("it lies in the library");
        let name = name.to_str().expect("the library's file names are ASCII").to_owned();
        if LEFT_OUT.contains(&name.as_str()) || path.ends_with("__pycache__") {
            continue;
        }
        if path.is_dir() {
            collect(library, &path, files);
        } else {
            files.insert(name, path);
        }
    }
}

/// The contents so far, and the tables that say what lies where.
#[derive(Default)]
struct Archive {
    contents: Vec<u8>,
    /// Lines of `library.rs`, by module name.
    modules: Vec<(String, String)>,
    /// Lines of `library.rs`, by path.
    files: Vec<(String, String)>,
}

impl Archive {
    fn add(&mut self, name: &str, path: &Path) {
        let bytes = fs::read(path).expect("the library can be read");
        let stored = self.store(&miniz_oxide::deflate::compress_to_vec(&bytes, 8));
        self.files.push((name.to_owned(), format!("File {{ path: {name:?}, contents: {stored:?} }}")));
        let Some(stem) = name.strip_suffix(".py") else {
            return;
        };

        let (module, package) = match stem.strip_suffix("/__init__") {
            Some(package) => (package.replace('/', "."), true),
            None => (stem.replace('/', "."), false),
        };
        let source = String::from_utf8(bytes).expect("the library is UTF-8");
        let source = source.strip_prefix('\u{feff}').unwrap_or(&source);
        let code = match compile(source, Mode::Exec, &format!("<frozen {module}>"), CompileOpts::default()) {
            Ok(code) => FrozenCodeObject::encode(&code),
            Err(error) => panic!("{name} does not compile: {error}"),
        };
        let code = self.store(&code.bytes);
        let index = self.files.len() - 1;
        let line =
            format!("Module {{ name: {module:?}, package: {package}, code: {code:?}, file: {index} }}");
        self.modules.push((module, line));
    }

    fn store(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = self.contents.len();
        self.contents.extend_from_slice(bytes);
        start..self.contents.len()
    }

    fn write(mut self, directory: &Path) {
        // Files came sorted by path; modules sort differently, as `.` is less than `/`.
        self.modules.sort();
        let mut tables = String::new();
        for (name, kind, lines) in [("MODULES", "Module", &self.modules), ("FILES", "File", &self.files)] {
            let _ = writeln!(tables, "static {name}: &[{kind}] = &[");
            for (_, line) in lines {
                let _ = writeln!(tables, "    {line},");
            }
            let _ = writeln!(tables, "];");
        }
        fs::write(directory.join("library.rs"), tables).expect("OUT_DIR can be written");
        fs::write(directory.join("library.bin"), self.contents).expect("OUT_DIR can be written");
    }
}
