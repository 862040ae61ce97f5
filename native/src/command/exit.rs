//! Every way in which `asyncio101` ends, with the exit code `python3` has for it.

use std::fmt;
use std::io::Write;
use std::process::ExitCode;

use rustpython_vm::host_env::signal::{send_sigint_to_self, set_sigint_default_onstack};

/// How the process ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All went well: 0.
    Success,
    /// It did not: 1, as after an exception nobody caught.
    Failure,
    /// The command line made no sense, or the program it names cannot be opened: 2.
    Misused,
    /// What the program printed could not be written: 120.
    Unwritten,
    /// The program chose the code, by `sys.exit()`.
    Chosen(u8),
    /// `KeyboardInterrupt` ended the program. As the shell expects of an interrupted process (and as `python3`
    /// does it), it dies of the signal itself; the shell shows that as 130.
    Interrupted,
}

impl Exit {
    /// The exit with the code that Python's `sys.exit` was given. The system keeps its lowest eight bits.
    #[must_use]
    pub fn chosen(code: u32) -> Self {
        match code as u8 {
            0 => Self::Success,
            1 => Self::Failure,
            code => Self::Chosen(code),
        }
    }

    /// This exit, having told the reader of standard error why, in one line.
    pub fn because(self, reason: fmt::Arguments<'_>) -> Self {
        let _ = writeln!(std::io::stderr(), "asyncio101: {reason}");
        self
    }

    /// The exit code, for `main` to return. For [`Exit::Interrupted`] it does not return.
    #[must_use]
    pub fn end_process(self) -> ExitCode {
        match self {
            Self::Success => ExitCode::SUCCESS,
            Self::Failure => ExitCode::FAILURE,
            Self::Misused => ExitCode::from(2),
            Self::Unwritten => ExitCode::from(120),
            Self::Chosen(code) => ExitCode::from(code),
            Self::Interrupted => {
                if set_sigint_default_onstack().is_ok() {
                    let _ = send_sigint_to_self();
                }
                // Only reached if the signal is blocked.
                ExitCode::from(130)
            }
        }
    }
}
