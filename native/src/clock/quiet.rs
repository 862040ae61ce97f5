//! Whether the process does anything.
//!
//! A thread that computes will be done some time, and what it does then belongs before whatever the clock has yet to come
//! to. The kernel knows which threads run: `/proc/self/task/ID/stat` (`proc_pid_stat(5)`). Where there is no such file,
//! nothing is known, and every moment will do.

use std::fs;
use std::thread;
use std::time::Duration;

/// How long every thread has to have slept. One that has just been woken, or is about to wait for another lock, is seen
/// at work one time or the other.
const PAUSE: Duration = Duration::from_micros(300);

/// Whether all threads of the process but this one sleep, and did a moment ago.
pub(super) fn all_others_sleep() -> bool {
    let own = rustix::thread::gettid().as_raw_nonzero().get().to_string();
    let all_sleep = || match fs::read_dir("/proc/self/task") {
        Ok(tasks) => tasks
            .filter_map(|task| task.ok()?.file_name().into_string().ok())
            .filter(|id| *id != own)
            .all(|id| sleeps(&id)),
        Err(_) => true,
    };
    all_sleep() && {
        thread::sleep(PAUSE);
        all_sleep()
    }
}

/// Whether a thread sleeps; one that has ended meanwhile does nothing, either.
fn sleeps(id: &str) -> bool {
    let Ok(stat) = fs::read_to_string(format!("/proc/self/task/{id}/stat")) else { return true };
    // The name of the program is in parentheses, and may have others in it.
    let state = stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next());
    !matches!(state, Some('R' | 'D'))
}
