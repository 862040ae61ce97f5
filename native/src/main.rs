//! `asyncio101 run`, `serve`, `explain`, `order` and `pstree`.

use std::env;
use std::process::ExitCode;

use asyncio101_native::command::{self, Command};

fn main() -> ExitCode {
    let outcome = match Command::parse(env::args_os()) {
        Ok(Command::Help) => command::help(),
        Ok(Command::Version) => command::version(),
        Ok(Command::Licence) => command::licence(),
        Ok(Command::Run(arguments)) => command::run(arguments),
        Ok(Command::Serve(arguments)) => command::serve(arguments),
        Ok(Command::Explain(arguments)) => command::explain(&arguments),
        Ok(Command::Order(arguments)) => command::order(&arguments),
        Ok(Command::Pstree(arguments)) => command::pstree(&arguments),
        Err(error) => command::misused(&error),
    };
    outcome.end_process()
}
