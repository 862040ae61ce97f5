//! Where a chapter's programs run: one interpreter after the other in this process, on a virtual clock and a network of
//! their own, as in a tab.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Once, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use asyncio101::network::Link;
use asyncio101::python::check::Workshop;
use asyncio101::python::remains;
use asyncio101::selector::{ManualSelector, Time};
use rustpython_vm::{Interpreter, VirtualMachine};

use crate::clock::VirtualClock;
use crate::command::arguments::RunArguments;
use crate::command::run::{build, make_ready};
use crate::command::settings;
use crate::command::shutdown::shut_down;
use crate::loopback;

/// No program needs longer. Most of those that never end are ended before, by the clock or by what they do; one that is stuck
/// in a single call of the interpreter's is not.
const PATIENCE: Duration = Duration::from_secs(120);

/// The desktop, as a workshop. There is one in a process.
#[derive(Debug)]
pub(super) struct Desk(());

/// What every program finds, whatever another has made of it.
static SURROUNDINGS: OnceLock<Surroundings> = OnceLock::new();

/// What belongs to the process, and a program can change.
#[derive(Debug)]
struct Surroundings {
    environment: Vec<(OsString, OsString)>,
    directory: PathBuf,
}

impl Surroundings {
    fn now() -> Self {
        Self { environment: env::vars_os().collect(), directory: env::current_dir().unwrap_or_default() }
    }

    fn restore(&self) {
        let is_known = |name: &OsString| self.environment.iter().any(|(known, _)| known == name);
        for (name, _) in env::vars_os().filter(|(name, _)| !is_known(name)) {
            // SAFETY: No program runs, and the one other thread, which watches, has no business with the environment.
            unsafe { env::remove_var(name) };
        }
        for (name, value) in &self.environment {
            if env::var_os(name).as_ref() != Some(value) {
                // SAFETY: The same.
                unsafe { env::set_var(name, value) };
            }
        }
        // A directory that is gone is none of the next program's business either.
        let _ = env::set_current_dir(&self.directory);
    }
}

static BEGAN: OnceLock<Instant> = OnceLock::new();
/// When the last interpreter was made, in milliseconds since that.
static OPENED: AtomicU64 = AtomicU64::new(0);

impl Desk {
    /// Makes the process one in which programs run on a virtual clock.
    pub(super) fn begin() -> Self {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            VirtualClock::begin(ManualSelector::for_programs());
            BEGAN.get_or_init(Instant::now);
            SURROUNDINGS.get_or_init(Surroundings::now);
            thread::spawn(watch);
        });
        Self(())
    }
}

fn so_far() -> u64 {
    let began = BEGAN.get_or_init(Instant::now);
    u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Ends the process if a program is stuck.
fn watch() {
    loop {
        thread::sleep(Duration::from_secs(1));
        let since = so_far().saturating_sub(OPENED.load(Ordering::Relaxed));
        if u128::from(since) > PATIENCE.as_millis() {
            eprintln!(
                "asyncio101: a program of the chapter does not come to an end: is it stuck in a single call?"
            );
            process::exit(1);
        }
    }
}

impl Workshop for Desk {
    fn open(&self) -> Interpreter {
        OPENED.store(so_far(), Ordering::Relaxed);
        if let Some(clock) = VirtualClock::get() {
            clock.start_over();
        }
        SURROUNDINGS.get_or_init(Surroundings::now).restore();
        loopback::begin(Link::default(), None);
        let arguments = RunArguments { isolated: true, no_bytecode: true, ..RunArguments::default() };
        let mut settings = settings::resolve(&arguments).expect("nothing is asked for that could be wrong");
        settings.hash_seed = Some(0);
        let interpreter = build(settings, |_: &mut VirtualMachine| {});
        interpreter.enter(|vm| {
            if let Err(error) = make_ready(vm) {
                let mut text = String::new();
                let _ = vm.write_exception(&mut text, &error);
                panic!("the interpreter could not be prepared: {text}");
            }
        });
        interpreter
    }

    fn close(&self, interpreter: Interpreter) {
        // How it ended is known already.
        let _ = shut_down(interpreter, Ok(()));
        remains::let_go(&[]);
    }

    fn clock(&self) -> fn() -> Time {
        || VirtualClock::get().map_or(Time(0.0), |clock| clock.peek())
    }
}
