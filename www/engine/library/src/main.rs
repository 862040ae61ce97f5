//! Compiles Python's standard library for the engine: one file per module, fetched when it is first imported.
//!
//! `asyncio101-library FOLDER` writes, for every module that makes sense in a tab,
//!
//! - `FOLDER/<dotted name>.code`: its compiled code as RustPython marshals it, deflated (zlib) after four bytes
//!   that give its real length. A module is small on a host that compresses nothing.
//! - `FOLDER/<dotted name>.py`: its source, which is fetched only to show lines of it in a traceback.
//!
//! and bundles of code that would otherwise be fetched one after the other (`bundles/`): `FOLDER/start.bundle`, which is
//! fetched while the engine loads, with an index of all modules, and the code of those without which no program starts, nor
//! one that imports `asyncio`; and others, each fetched when the first of its modules is imported: `common.bundle`, with those
//! that most programs import, is fetched ahead of that, once the engine is there.
//!
//! asyncio101's own modules are *frozen*: inside every interpreter. They are one file of `start.bundle`, as RustPython reads
//! frozen modules, and what they take the place of in the library is left out, as it would never be asked for.
//!
//! A bundle is a sequence of files, each: length of its name, length of its contents (four bytes each, least
//! significant first), name, contents. The index has a line per module; that of a package ends with `/`. The file
//! `bundles` has a line per file of the other bundles: the bundle, a space, the file.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use rustpython_compiler::{CompileOpts, Mode, compile};
use rustpython_compiler_core::frozen::{FrozenCodeObject, FrozenLib, FrozenModule};
use rustpython_compiler_core::marshal;

/// Where tracebacks say the library lies. There is no such folder.
const SHOWN_AT: &str = "/lib/python3.14";

/// What a tab has no use for: other systems, processes, windows, installing, and what needs a C library that
/// is not there.
const LEFT_OUT: &str = "__hello__ __phello__ _aix_support _android_support _apple_support _dummy_os _ios_support \
    _osx_support antigravity ctypes curses dbm ensurepip idlelib multiprocessing nturl2path pty sqlite3 test \
    tkinter tty turtle turtledemo venv webbrowser";

/// The modules without which no program starts.
const START: &str = include_str!("../bundles/start.txt");

/// Those that are wanted together, by the name of their bundle: what most programs import, and what a program with a
/// network does.
const OTHERS: [(&str, &str); 2] =
    [("common", include_str!("../bundles/common.txt")), ("network", include_str!("../bundles/network.txt"))];

/// The Python modules that are frozen, seen from this package: they come before any file of the library.
const INSIDE: [&str; 2] = ["../../../src/python/lib", "../src/python"];

struct Module {
    is_package: bool,
    source: PathBuf,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).map(PathBuf::from).ok_or("usage: asyncio101-library FOLDER")?;
    fs::create_dir_all(&folder)?;
    let mut modules = BTreeMap::new();
    find(Path::new(rustpython_pylib::LIB_PATH), "", &mut modules)?;
    let inside = inside()?;
    for name in inside.keys() {
        modules.remove(name);
    }

    let index: String = modules
        .iter()
        .map(|(name, module)| format!("{name}{}\n", if module.is_package { "/" } else { "" }))
        .collect();
    let mut bundle = Vec::new();
    append(&mut bundle, "index", index.as_bytes());
    append(&mut bundle, "frozen", &frozen(&inside)?);

    for (name, text) in [("start", START)].iter().chain(&OTHERS) {
        if let Some(missing) = text.lines().find(|module| !modules.contains_key(*module)) {
            return Err(format!(
                "bundles/{name}.txt names {missing}, which is no module of the library, or inside the engine"
            )
            .into());
        }
    }
    let mut others = OTHERS.map(|(name, text)| (name, text.lines().collect::<Vec<_>>(), Vec::new()));
    let places = others.iter().flat_map(|(name, modules, _)| {
        modules.iter().map(move |module| format!("{name}.bundle {module}.code\n"))
    });
    append(&mut bundle, "bundles", places.collect::<String>().as_bytes());

    let start: Vec<&str> = START.lines().collect();
    for (name, module) in &modules {
        let source = fs::read_to_string(&module.source)?;
        let path = name.replace('.', "/") + if module.is_package { "/__init__.py" } else { ".py" };
        let code =
            compiled(&source, &format!("{SHOWN_AT}/{path}")).map_err(|error| format!("{path}: {error}"))?;
        if start.contains(&name.as_str()) {
            append(&mut bundle, &format!("{name}.code"), &code);
        }
        for (_, _, other) in others.iter_mut().filter(|(_, modules, _)| modules.contains(&name.as_str())) {
            append(other, &format!("{name}.code"), &code);
        }
        fs::write(folder.join(format!("{name}.code")), code)?;
        fs::write(folder.join(format!("{name}.py")), source)?;
    }
    fs::write(folder.join("start.bundle"), &bundle)?;
    for (name, _, other) in &others {
        fs::write(folder.join(format!("{name}.bundle")), other)?;
    }
    println!("{} modules; {} of them in a bundle of {} bytes", modules.len(), start.len(), bundle.len());
    Ok(())
}

/// The frozen modules, in one file.
fn frozen(modules: &BTreeMap<String, Module>) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut frozen = Vec::new();
    for (name, module) in modules {
        let source = fs::read_to_string(&module.source)?;
        // A frozen module's code lies in no file: it is called as the module is.
        let code = compile(&source, Mode::Exec, name, CompileOpts::default())
            .map_err(|error| format!("{}: {error}", module.source.display()))?;
        let mut marshalled = Vec::new();
        marshal::serialize_code(&mut marshalled, &code);
        let code = FrozenCodeObject { bytes: stored(&marshalled)? };
        frozen.push((name.as_str(), FrozenModule { code, package: module.is_package }));
    }
    let frozen = frozen.iter().map(|(name, module)| {
        (
            *name,
            FrozenModule { code: FrozenCodeObject { bytes: &module.code.bytes }, package: module.package },
        )
    });
    Ok(FrozenLib::encode(frozen).bytes)
}

/// Bytes in the form that RustPython expects of a frozen module, an LZ4 block after its length, but not compressed: what a host
/// sends is smaller if it is compressed as a whole. The block is one sequence of literals.
///
/// See <https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md>.
fn stored(bytes: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut block = u32::try_from(bytes.len())?.to_le_bytes().to_vec();
    block.push(u8::try_from(bytes.len().min(15))? << 4);
    if let Some(more) = bytes.len().checked_sub(15) {
        block.extend(std::iter::repeat_n(255, more / 255));
        block.push(u8::try_from(more % 255)?);
    }
    block.extend_from_slice(bytes);
    Ok(block)
}

/// The modules that are frozen.
fn inside() -> Result<BTreeMap<String, Module>, Box<dyn Error>> {
    // Where this package lies now, by Cargo, which runs it. (Not when it was compiled: two clones may share a target
    // directory.)
    let here = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).ok_or("run this with cargo run")?;
    let mut modules = BTreeMap::new();
    for folder in INSIDE {
        find(&here.join(folder), "", &mut modules)?;
    }
    Ok(modules)
}

/// Finds the modules in a folder of Python source.
fn find(folder: &Path, package: &str, modules: &mut BTreeMap<String, Module>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).ok_or("a name that is not UTF-8")?;
        let name = if package.is_empty() { stem.to_owned() } else { format!("{package}.{stem}") };
        if LEFT_OUT.split_whitespace().any(|left_out| left_out == name)
            || name.contains('-')
            || stem == "__pycache__"
        {
            continue;
        }
        if path.is_dir() {
            let source = path.join("__init__.py");
            if source.exists() {
                modules.insert(name.clone(), Module { is_package: true, source });
            }
            find(&path, &name, modules)?;
        } else if path.extension().is_some_and(|extension| extension == "py") && stem != "__init__" {
            modules.insert(name, Module { is_package: false, source: path });
        }
    }
    Ok(())
}

/// The code of a module as the engine wants it.
fn compiled(source: &str, path: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let code = compile(source, Mode::Exec, path, CompileOpts::default())?;
    let mut marshalled = Vec::new();
    marshal::serialize_code(&mut marshalled, &code);
    let mut deflated = vec![0; zlib_rs::compress_bound(marshalled.len())];
    let config = zlib_rs::DeflateConfig::best_compression();
    let (deflated, result) = zlib_rs::compress_slice(&mut deflated, &marshalled, config);
    if !matches!(result, zlib_rs::ReturnCode::Ok) {
        return Err(format!("cannot be compressed: {result:?}").into());
    }
    let mut file = u32::try_from(marshalled.len())?.to_le_bytes().to_vec();
    file.extend_from_slice(deflated);
    Ok(file)
}

/// Appends a file to a bundle.
fn append(bundle: &mut Vec<u8>, name: &str, contents: &[u8]) {
    for length in [name.len(), contents.len()] {
        bundle.extend_from_slice(&u32::try_from(length).expect("no module has 4 GB").to_le_bytes());
    }
    bundle.extend_from_slice(name.as_bytes());
    bundle.extend_from_slice(contents);
}
