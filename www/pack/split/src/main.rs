//! Parts the engine in two, so that a first program waits for what it uses and not for all of Python.
//!
//! ```text
//! asyncio101-split bare MODULE BARE                       without names, and whatever else no browser needs
//! asyncio101-split mark MODULE MARKED                     each function notes that it was called
//! asyncio101-split part MODULE LINKED USED FIRST REST     USED: the notes, a byte per function
//! asyncio101-split weigh MODULE USED                      prints what each crate's code weighs, in both parts
//! ```
//!
//! `mark` adds two globals to the exports: `marks`, the address of the notes in memory, and `marked`, their number. Who runs the
//! marked module copies them from its memory, puts those of several runs together (a function is used that any of them used), and
//! gives them to `part`. MODULE is the engine as `wasm-bindgen` leaves it, LINKED as the linker does, with the relocations
//! (`--emit-relocs`): they tell which data belongs to what. Both have the functions' names, by which they are compared
//! (`--no-demangle`); what is written has none.
//!
//! | file | what it is |
//! | --- | --- |
//! | `module.rs` | a module that has been read |
//! | `mark.rs`, `part.rs` | the two things that are made of it |
//! | `bare.rs` | the third, for which it need not be understood |
//! | `late.rs` | the data that can come with the rest |
//! | `renumber.rs`, `write.rs` | what both write |
//! | `weigh.rs` | which crate the code is of |
//!
//! Binaryen's `wasm-split` does the same for functions; it comes with few package managers, and leaves all data in the first
//! part.

use std::collections::HashSet;
use std::error::Error;
use std::process::ExitCode;
use std::{env, fs};

mod bare;
mod late;
mod mark;
mod module;
mod part;
mod renumber;
mod weigh;
mod write;

use module::Module;
use part::Plan;

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["bare", module, to] => bare(module, to),
        ["mark", module, marked] => mark(module, marked),
        ["part", module, linked, used, first, rest] => part(module, linked, used, first, rest),
        ["weigh", module, used] => weigh(module, used),
        _ => Err("usage: asyncio101-split bare MODULE BARE | mark MODULE MARKED | part MODULE LINKED USED FIRST REST | weigh MODULE USED".into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("asyncio101-split: {error}");
            ExitCode::FAILURE
        }
    }
}

fn bare(module: &str, to: &str) -> Result<(), Box<dyn Error>> {
    fs::write(to, bare::bare(&read(module)?)?)?;
    Ok(())
}

fn mark(module: &str, marked: &str) -> Result<(), Box<dyn Error>> {
    let bytes = read(module)?;
    fs::write(marked, mark::mark(&Module::read(&bytes)?)?)?;
    Ok(())
}

fn part(module: &str, linked: &str, used: &str, first: &str, rest: &str) -> Result<(), Box<dyn Error>> {
    let bytes = read(module)?;
    let module = Module::read(&bytes)?;
    let used: Vec<bool> = read(used)?.into_iter().map(|mark| mark != 0).collect();
    let plan = Plan::new(&module, &used)?;
    // Several functions may have one name.
    let mut in_rest: HashSet<&str> = plan.names(false).collect();
    for name in plan.names(true) {
        in_rest.remove(name);
    }
    let late = late::late(&read(linked)?, |name| in_rest.contains(name))?;
    fs::write(first, plan.first(&late)?)?;
    fs::write(rest, plan.rest(&late)?)?;
    let bytes: usize = late.iter().map(ExactSizeIterator::len).sum();
    println!("{} functions and {bytes} bytes of data are in the rest", plan.rest_functions().count());
    Ok(())
}

fn weigh(module: &str, used: &str) -> Result<(), Box<dyn Error>> {
    let bytes = read(module)?;
    let module = Module::read(&bytes)?;
    let used: Vec<bool> = read(used)?.into_iter().map(|mark| mark != 0).collect();
    print!("{}", weigh::table(&module, &Plan::new(&module, &used)?));
    Ok(())
}

fn read(file: &str) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| format!("{file}: {error}"))
}
