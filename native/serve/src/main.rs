//! `make play`'s server: what `asyncio101 serve` does, without a Python to compile first.

use std::path::PathBuf;
use std::process::ExitCode;

use asyncio101_serve::{DEFAULT_PORT, Destination};
use lexopt::prelude::*;

/// What was typed.
struct Arguments {
    directory: PathBuf,
    port: u16,
    destinations: Vec<Destination>,
}

fn main() -> ExitCode {
    let arguments = match parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            eprintln!("asyncio101-serve: {error}");
            eprintln!("usage: asyncio101-serve DIR [--port PORT] [--bridge HOST:PORT]...");
            return ExitCode::from(2);
        }
    };
    match asyncio101_serve::serve(&arguments.directory, arguments.port, arguments.destinations) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("asyncio101-serve: {error}");
            ExitCode::FAILURE
        }
    }
}

fn parse() -> Result<Arguments, lexopt::Error> {
    let mut parser = lexopt::Parser::from_env();
    let (mut directory, mut port, mut destinations) = (None, DEFAULT_PORT, Vec::new());
    while let Some(argument) = parser.next()? {
        match argument {
            Short('p') | Long("port") => port = parser.value()?.parse()?,
            Long("bridge") => destinations.push(parser.value()?.parse()?),
            Value(value) if directory.is_none() => directory = Some(PathBuf::from(value)),
            other => return Err(other.unexpected()),
        }
    }
    let directory = directory.ok_or("serve which directory?")?;
    Ok(Arguments { directory, port, destinations })
}
