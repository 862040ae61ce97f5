//! The `posix` module of a tab, on which the library's `os` rests: the file system in memory, an environment,
//! and the answers a lone process without an operating system can give.
//!
//! What a tab cannot do at all (processes, links, owners) is missing, and programs that ask for it get the
//! `AttributeError` or `ImportError` they would get on any system that lacks it.
//!
//! `paths.rs` has what is done with a name in the file system, `descriptors.rs` what is done with the number of
//! something open, `process.rs` the rest.

mod descriptors;
mod errors;
mod paths;
mod process;

use std::cell::RefCell;

use crate::descriptors::begin as begin_descriptors;
use crate::filesystem::{Filesystem, O_CREAT, O_WRONLY, Opened};
use crate::host;

pub(crate) use errors::install as install_errno;
pub(crate) use module::module_def;

thread_local! {
    static FILESYSTEM: RefCell<Filesystem> = RefCell::new(new_filesystem());
}

fn new_filesystem() -> Filesystem {
    Filesystem::new(|| (host::wall_clock() * 1e6) as i64)
}

/// Gives the run that begins an empty file system with its own program in it, and nothing that is open.
pub(crate) fn begin(filename: &str, source: &str) {
    let mut filesystem = new_filesystem();
    // Under a name that cannot be a file's, the program is known to `linecache` alone.
    if let Ok(Opened::File(mut file)) = filesystem.open(filename, O_CREAT | O_WRONLY, 0o666) {
        file.write(source.as_bytes()).expect("it was opened for that");
    }
    FILESYSTEM.set(filesystem);
    begin_descriptors();
}

#[rustpython_vm::pymodule(name = "posix", with(descriptors::functions, paths::functions, process::functions))]
mod module {}
