//! `asyncio101 run`, `serve`, `explain`, `order`, `pstree`, `still`, `embed` and `chapter`.

use std::env;
use std::process::ExitCode;

use asyncio101_native::command::{self, Command};
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let outcome = match Command::parse(env::args_os()) {
        Ok(Command::Help) => command::help(),
        Ok(Command::HelpOf(topic)) => command::help_of(topic),
        Ok(Command::Version) => command::version(),
        Ok(Command::Licence) => command::licence(),
        Ok(Command::Run(arguments)) => command::run(arguments),
        Ok(Command::Serve(arguments)) => command::serve(arguments),
        Ok(Command::Explain(arguments)) => command::explain(&arguments),
        Ok(Command::Order(arguments)) => command::order(&arguments),
        Ok(Command::Pstree(arguments)) => command::pstree(&arguments),
        Ok(Command::Still(arguments)) => command::still(&arguments),
        Ok(Command::Embed(arguments)) => command::embed(arguments),
        Ok(Command::Chapter(arguments)) => command::chapter(&arguments),
        Err(error) => command::misused(&error),
    };
    outcome.end_process()
}
