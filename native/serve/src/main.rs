//! `make play`'s server: what `asyncio101 serve` does, without a Python to compile first.

use std::env;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut directories = env::args_os().skip(1);
    let (Some(directory), None) = (directories.next(), directories.next()) else {
        eprintln!("usage: asyncio101-serve DIR");
        return ExitCode::from(2);
    };
    match asyncio101_serve::serve(Path::new(&directory), asyncio101_serve::DEFAULT_PORT) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("asyncio101-serve: {error}");
            ExitCode::FAILURE
        }
    }
}
