//! The recording under way, of which there is at most one in a process.

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::python::code::library_file;
use crate::python::platform::platform;
use crate::trace::{Details, Event, Recorder};

/// Whether there is a recording [`UNDER_WAY`].
static IS_ON: AtomicBool = AtomicBool::new(false);

/// Counts recordings, so that what was remembered for one is not taken for another's.
static NUMBER: AtomicUsize = AtomicUsize::new(0);

static UNDER_WAY: Mutex<Option<UnderWay>> = Mutex::new(None);

thread_local! {
    /// The recorder of the recording that this thread has seen last, and its number: it is asked for at every event.
    static SEEN: RefCell<(usize, Option<Recorder>)> = const { RefCell::new((0, None)) };
}

/// A recording under way.
#[derive(Clone, Debug)]
struct UnderWay {
    recorder: Recorder,
    /// The directory the program's own files lie in: their names in the trace are relative to it.
    root: String,
    /// The name of the program's code, which no other code that is in no file has.
    main: String,
    /// The thread the program was started in.
    thread: u64,
}

fn under_way() -> MutexGuard<'static, Option<UnderWay>> {
    // A panic elsewhere cannot have left it half set.
    UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A recording begins, of a program that is started in this thread.
pub(super) fn begin(recorder: Recorder, root: &str, main: &str) {
    recorder.tell_threads(|| platform().thread());
    *under_way() = Some(UnderWay {
        recorder,
        root: root.to_owned(),
        main: main.to_owned(),
        thread: platform().thread(),
    });
    NUMBER.fetch_add(1, Ordering::Relaxed);
    IS_ON.store(true, Ordering::Release);
}

/// It ends.
pub(super) fn end() {
    IS_ON.store(false, Ordering::Release);
    *under_way() = None;
    // What threads have seen of it is over.
    NUMBER.fetch_add(1, Ordering::Relaxed);
    SEEN.take();
}

/// Whether something is recorded.
#[inline]
pub(in crate::python) fn is_on() -> bool {
    IS_ON.load(Ordering::Acquire)
}

/// Which recording it is.
#[inline]
pub(super) fn number() -> usize {
    NUMBER.load(Ordering::Relaxed)
}

/// The recorder, while something is recorded.
#[inline]
pub(in crate::python) fn recorder() -> Option<Recorder> {
    if !is_on() {
        return None;
    }
    SEEN.with_borrow_mut(|(seen, recorder)| {
        if *seen != number() {
            *seen = number();
            *recorder = under_way().as_ref().map(|it| it.recorder.clone());
        }
        recorder.clone()
    })
}

/// The directory of the program's own files, with a slash at its end; nothing if it lies in none.
pub(super) fn root() -> String {
    under_way().as_ref().map_or_else(String::new, |it| it.root.clone())
}

/// What a source file is called in the trace, the same on every platform, and whether it is the library's.
pub(super) fn file_name(path: &str) -> (String, bool) {
    let under_way = under_way();
    let (root, main) = under_way.as_ref().map_or(("", ""), |it| (it.root.as_str(), it.main.as_str()));
    match library_file(path, main) {
        Some(file) => (file, true),
        None => (path.strip_prefix(root).unwrap_or(path).to_owned(), false),
    }
}

/// Whether this thread is the one the program was started in.
pub(super) fn is_main_thread() -> bool {
    under_way().as_ref().is_some_and(|it| it.thread == platform().thread())
}

/// Reports something that belongs to no loop in particular.
pub(super) fn record(event: Event, details: impl FnOnce(&Recorder) -> Details) {
    if let Some(recorder) = recorder()
        && !recorder.is_full()
    {
        let details = details(&recorder);
        recorder.record(event, details);
    }
}
