//! The selector contract (`asyncio101::selector`), kept by epoll on real pipes and sockets.

use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use asyncio101::selector::{Event, Interest, Selector, Source, Timeout};
use asyncio101_native::EpollSelector;

const BOTH: Interest = Interest { readable: true, writable: true };

fn selector() -> EpollSelector {
    EpollSelector::new().unwrap()
}

fn source(file: &impl AsRawFd) -> Source {
    Source(file.as_raw_fd() as u64)
}

fn pair() -> (UnixStream, UnixStream) {
    UnixStream::pair().unwrap()
}

/// What one `select` reports.
fn select(selector: &EpollSelector, timeout: Timeout) -> Vec<Event> {
    let mut events = Vec::new();
    selector.select(timeout, &mut events).unwrap();
    events
}

/// What is ready now.
fn look(selector: &EpollSelector) -> Vec<Event> {
    select(selector, Timeout::Now)
}

#[test]
fn time_goes_forward_and_is_the_monotonic_clock() {
    let selector = selector();
    let before = selector.time();
    // `Instant` is CLOCK_MONOTONIC too, but does not show its value; compare how far both get.
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(2) {
        std::hint::spin_loop();
    }
    assert!(selector.time().since(before) >= 0.002);
    assert!(selector.resolution() > 0.0 && selector.resolution() < 0.001);
}

#[test]
fn looking_at_nothing_reports_nothing() {
    assert_eq!(look(&selector()), []);
}

#[test]
fn readiness_is_level_triggered() {
    let (mut here, mut there) = pair();
    let selector = selector();
    selector.watch(source(&here), Interest::READABLE).unwrap();
    assert_eq!(look(&selector), []);

    there.write_all(b"x").unwrap();
    let readable = [Event { source: source(&here), ready: Interest::READABLE }];
    assert_eq!(select(&selector, Timeout::Never), readable);
    assert_eq!(look(&selector), readable, "it is still readable");

    here.read_exact(&mut [0]).unwrap();
    assert_eq!(look(&selector), [], "it no longer is");
}

#[test]
fn both_directions_are_reported_in_one_event() {
    let (here, mut there) = pair();
    let selector = selector();
    selector.watch(source(&here), BOTH).unwrap();
    assert_eq!(look(&selector), [Event { source: source(&here), ready: Interest::WRITABLE }]);
    there.write_all(b"x").unwrap();
    assert_eq!(look(&selector), [Event { source: source(&here), ready: BOTH }]);
}

#[test]
fn only_what_was_asked_for_is_reported() {
    let (here, mut there) = pair();
    let selector = selector();
    selector.watch(source(&here), BOTH).unwrap();
    there.write_all(b"x").unwrap();
    selector.watch(source(&here), Interest::READABLE).unwrap();
    assert_eq!(look(&selector), [Event { source: source(&here), ready: Interest::READABLE }]);
    selector.watch(source(&here), Interest::WRITABLE).unwrap();
    assert_eq!(look(&selector), [Event { source: source(&here), ready: Interest::WRITABLE }]);
    selector.watch(source(&here), Interest::NONE).unwrap();
    assert_eq!(look(&selector), []);
}

#[test]
fn a_hang_up_is_readiness_for_what_was_asked() {
    let (here, there) = pair();
    let selector = selector();
    selector.watch(source(&here), Interest::READABLE).unwrap();
    drop(there);
    assert_eq!(
        select(&selector, Timeout::Never),
        [Event { source: source(&here), ready: Interest::READABLE }]
    );
}

#[test]
fn a_listening_socket_is_readable_when_somebody_connects() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let selector = selector();
    selector.watch(source(&listener), Interest::READABLE).unwrap();
    let _client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let readable = Event { source: source(&listener), ready: Interest::READABLE };
    assert_eq!(select(&selector, Timeout::Never), [readable]);
}

#[test]
fn many_sources_are_all_reported() {
    let pairs: Vec<_> = (0..100).map(|_| pair()).collect();
    let selector = selector();
    for (here, there) in &pairs {
        selector.watch(source(here), Interest::READABLE).unwrap();
        (&*there).write_all(b"x").unwrap();
    }
    assert_eq!(select(&selector, Timeout::Never).len(), pairs.len());
}

#[test]
fn a_timeout_is_not_early() {
    let selector = selector();
    for wait in [1, 999_999, 1_000_001, 5_000_000].map(Duration::from_nanos) {
        let start = selector.time();
        assert_eq!(select(&selector, Timeout::After(wait)), []);
        assert!(selector.time().since(start) >= wait.as_secs_f64(), "{wait:?}");
    }
}

#[test]
fn a_source_ends_a_wait_before_its_timeout() {
    let (here, mut there) = pair();
    let selector = selector();
    selector.watch(source(&here), Interest::READABLE).unwrap();
    there.write_all(b"x").unwrap();
    assert_eq!(select(&selector, Timeout::After(Timeout::LONGEST)).len(), 1);
}

#[test]
fn a_wake_before_select_is_not_lost() {
    let selector = selector();
    selector.wake();
    assert_eq!(select(&selector, Timeout::Never), []);
}

#[test]
fn a_wake_does_not_hide_what_is_ready() {
    let (here, mut there) = pair();
    let selector = selector();
    selector.watch(source(&here), Interest::READABLE).unwrap();
    there.write_all(b"x").unwrap();
    selector.wake();
    assert_eq!(select(&selector, Timeout::Never).len(), 1);
}

#[test]
fn many_wakes_count_as_one() {
    let selector = selector();
    for _ in 0..1000 {
        selector.wake();
    }
    select(&selector, Timeout::Never);
    // Nothing is left to end this wait early.
    let wait = Duration::from_millis(3);
    let start = selector.time();
    select(&selector, Timeout::After(wait));
    assert!(selector.time().since(start) >= wait.as_secs_f64());
}

#[test]
fn a_wake_from_another_thread_ends_every_wait() {
    let selector = Arc::new(selector());
    let (to_waker, asked) = std::sync::mpsc::channel::<()>();
    let waker = Arc::clone(&selector);
    let thread = thread::spawn(move || {
        while asked.recv().is_ok() {
            waker.wake();
        }
    });
    // Each wake falls somewhere before, at the start of, or during the wait; a lost one would hang here.
    for _ in 0..10_000 {
        to_waker.send(()).unwrap();
        select(&selector, Timeout::Never);
    }
    drop(to_waker);
    thread.join().unwrap();
}

#[test]
fn a_source_may_be_registered_while_another_thread_waits() {
    let selector = Arc::new(selector());
    let waiting = Arc::clone(&selector);
    let thread = thread::spawn(move || select(&waiting, Timeout::Never));
    let (here, mut there) = pair();
    selector.watch(source(&here), Interest::READABLE).unwrap();
    there.write_all(b"x").unwrap();
    assert_eq!(thread.join().unwrap().len(), 1);
}

#[test]
fn a_file_descriptor_that_is_not_open_is_an_error() {
    let selector = selector();
    let closed = Source(File::open("/dev/null").unwrap().as_raw_fd() as u64 + 500);
    for source in [closed, Source(u64::from(u32::MAX))] {
        let error = selector.watch(source, Interest::READABLE).unwrap_err();
        assert_eq!(error.raw_os_error(), Some(rustix::io::Errno::BADF.raw_os_error()));
    }
}

#[test]
fn a_regular_file_is_refused_as_pythons_selectors_refuse_it() {
    let file = tempfile::tempfile().unwrap();
    let error = selector().watch(source(&file), Interest::READABLE).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
}

#[test]
fn a_closed_source_may_be_forgotten() {
    let selector = selector();
    let (here, _there) = pair();
    let closed = source(&here);
    selector.watch(closed, Interest::READABLE).unwrap();
    drop(here);
    assert_eq!(look(&selector), []);
    selector.watch(closed, Interest::NONE).unwrap();
    selector.watch(closed, Interest::NONE).unwrap();
}

#[test]
fn a_number_that_became_another_file_is_watched_anew() {
    let selector = selector();
    let (here, _there) = pair();
    selector.watch(source(&here), Interest::READABLE).unwrap();
    let (new, mut new_there) = pair();
    new_there.write_all(b"x").unwrap();

    // `dup2`: the number now means another file, and the kernel has forgotten what it watched.
    let number = source(&here);
    let mut slot: OwnedFd = here.into();
    rustix::io::dup2(&new, &mut slot).unwrap();
    selector.watch(number, BOTH).unwrap();
    assert_eq!(look(&selector), [Event { source: number, ready: BOTH }]);
}
