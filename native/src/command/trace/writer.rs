//! Writing a trace while its program runs: a program may be killed, or leave without a word (`os._exit`), and what it
//! had done by then is what somebody wants to look at.
//!
//! A thread of its own writes what has been recorded since it last looked. It also notices that a callback keeps its
//! loop for too long, and then asks the interpreter, between two of its instructions, where the program is.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use asyncio101::python::recording;
use asyncio101::replay::Replay;
use asyncio101::trace::Recorder;
use rustpython_vm::function::{FuncArgs, KwArgs};
use rustpython_vm::signal::UserSignalSender;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

use super::perfetto;

/// How often the thread looks.
const PERIOD: Duration = Duration::from_millis(20);

/// A file that a trace is written to: as JSON for Perfetto if its name ends so, else in our own format.
#[derive(Debug)]
pub(in crate::command) struct Writer {
    recorder: Recorder,
    path: PathBuf,
    /// None if the whole trace is needed first.
    file: Option<Mutex<Output>>,
    /// The process that began: a child it forks into has no business with the file.
    process: u32,
    /// Reaches the interpreter's main thread.
    interpreter: Option<UserSignalSender>,
    watch: Mutex<Option<Watch>>,
}

#[derive(Debug)]
struct Output {
    file: File,
    /// The first thing that went wrong.
    error: Option<io::Error>,
}

impl Writer {
    /// Opens the file, for [`Writer::watch`] to write to. That it cannot be is better known before a program has run for
    /// an hour than afterwards.
    ///
    /// With `interpreter`, which reaches the interpreter's main thread, it will also be recorded where a callback is that
    /// takes too long.
    ///
    /// # Errors
    ///
    /// Why it cannot.
    pub(in crate::command) fn open(
        recorder: Recorder,
        path: &Path,
        interpreter: Option<UserSignalSender>,
    ) -> io::Result<Arc<Self>> {
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        let file = if is_json {
            OpenOptions::new().append(true).create(true).open(path)?;
            None
        } else {
            Some(Mutex::new(Output { file: File::create(path)?, error: None }))
        };
        let (path, process, watch) = (path.to_owned(), process::id(), Mutex::default());
        Ok(Arc::new(Self { recorder, path, file, process, interpreter, watch }))
    }

    /// The recorder whose trace this is.
    pub(in crate::command) fn recorder(&self) -> &Recorder {
        &self.recorder
    }

    /// Writes what has been recorded so far.
    fn write_on(&self) {
        if let Some(output) = &self.file {
            let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
            let piece = self.recorder.take_whole_lines();
            output.write(&piece);
        }
    }

    /// Writes what is left.
    ///
    /// # Errors
    ///
    /// When the file could not be written, now or before.
    pub(in crate::command) fn finish(&self) -> io::Result<()> {
        if self.process != process::id() {
            return Ok(());
        }
        self.stop_watching();
        let Some(output) = &self.file else {
            let replay =
                Replay::read(self.recorder.take()).map_err(|error| io::Error::other(error.to_string()))?;
            return std::fs::write(&self.path, perfetto::export(&replay));
        };
        let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = self.recorder.take();
        output.write(&rest);
        output.error.take().map_or(Ok(()), Err)
    }

    /// Has the trace finished, too, when the program leaves by `os._exit`, and no child of it hurt.
    ///
    /// # Errors
    ///
    /// None that a program could cause.
    pub(in crate::command) fn install(self: &Arc<Self>, vm: &VirtualMachine) -> PyResult<()> {
        for module in ["posix", "os"] {
            let module = vm.import(module, 0)?;
            let original = module.get_attr("_exit", vm)?;
            let writer = Arc::clone(self);
            let exit = move |args: FuncArgs, vm: &VirtualMachine| -> PyResult {
                // Who leaves in this way does not want to hear of anything.
                let _ = writer.finish();
                original.call(args, vm)
            };
            module.set_attr("_exit", vm.new_function("_exit", exit), vm)?;
        }
        // A child would have no such thread, only the locks it held; and Python warns of forks beside other threads.
        let stop = {
            let writer = Arc::clone(self);
            move || writer.stop_watching()
        };
        let go_on = {
            let writer = Arc::clone(self);
            move || writer.watch()
        };
        let hooks: [(&str, PyObjectRef); 2] = [
            ("before", vm.new_function("stop", stop).into()),
            ("after_in_parent", vm.new_function("go_on", go_on).into()),
        ];
        let hooks: KwArgs = hooks.into_iter().map(|(name, hook)| (name.to_owned(), hook)).collect();
        let register = vm.import("os", 0)?.get_attr("register_at_fork", vm)?;
        register.call(FuncArgs::new(Vec::<PyObjectRef>::new(), hooks), vm).map(drop)
    }

    /// Writes on from time to time, until the trace is finished.
    pub(in crate::command) fn watch(self: &Arc<Self>) {
        let writer = Arc::clone(self);
        let (end, ended) = channel();
        let thread = thread::spawn(move || {
            let is_asked = Arc::new(AtomicBool::new(false));
            while ended.recv_timeout(PERIOD) == Err(RecvTimeoutError::Timeout) {
                writer.write_on();
                writer.ask_where(&is_asked);
            }
        });
        *self.watch.lock().unwrap_or_else(PoisonError::into_inner) = Some(Watch { thread, end });
    }

    fn stop_watching(&self) {
        let watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Watch { thread, end }) = watch {
            drop(end);
            // It cannot have panicked: a lock that is poisoned is taken all the same.
            let _ = thread.join();
        }
    }

    /// Asks where the program is if its callback takes too long, unless it has been asked already.
    fn ask_where(&self, is_asked: &Arc<AtomicBool>) {
        if let Some(interpreter) = &self.interpreter
            && self.recorder.overdue().is_some()
            && !is_asked.swap(true, Ordering::Relaxed)
        {
            let is_asked = Arc::clone(is_asked);
            // An interpreter that is gone has no callback under way.
            let _ = interpreter.send(Box::new(move |_: &VirtualMachine| {
                is_asked.store(false, Ordering::Relaxed);
                recording::record_if_busy();
                Ok(())
            }));
        }
    }
}

impl Output {
    fn write(&mut self, piece: &[u8]) {
        if self.error.is_none()
            && let Err(error) = self.file.write_all(piece)
        {
            self.error = Some(error);
        }
    }
}

/// The thread that writes on. It ends when `end` is dropped.
#[derive(Debug)]
struct Watch {
    thread: JoinHandle<()>,
    end: Sender<()>,
}
