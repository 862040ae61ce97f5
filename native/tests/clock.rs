//! Time as a program sees it: the programs of `tests/clock`, which are run in a tab, too.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{end_of, run};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/clock").join(name)
}

fn on_the_virtual_clock(name: &str) {
    let program = file(&format!("{name}.py"));
    let ended = end_of(run().args(["--clock", "virtual"]).arg(program).env("TZ", "UTC"));
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""));
    assert_eq!(ended.stdout, fs::read_to_string(file(&format!("{name}.txt"))).unwrap());
}

#[test]
fn all_that_tells_the_time_follows_the_virtual_clock() {
    on_the_virtual_clock("a_virtual_hour");
}

#[test]
fn what_cannot_be_is_refused_in_cpythons_words() {
    on_the_virtual_clock("what_time_refuses");
}

#[test]
fn the_zone_is_told_as_by_cpython_wherever_the_machine_is() {
    on_the_virtual_clock("the_zone_here");
    let program = file("the_zone_here.py");
    let elsewhere = end_of(run().args(["--clock", "virtual"]).arg(program).env("TZ", "Australia/Sydney"));
    assert_eq!(elsewhere.stdout, fs::read_to_string(file("the_zone_here.txt")).unwrap());
}

#[test]
fn threads_and_the_loop_share_the_virtual_clock() {
    on_the_virtual_clock("threads_and_the_loop");
}

#[test]
fn waits_for_threads_take_as_long_as_they_are_told_to() {
    on_the_virtual_clock("waits_with_an_end");
}

#[test]
fn the_systems_clocks_follow_the_virtual_one_and_unknown_ones_are_refused() {
    let program = "import time
before = time.clock_gettime(time.CLOCK_REALTIME), time.clock_gettime_ns(time.CLOCK_MONOTONIC)
time.sleep(3600)
print(round(time.clock_gettime(time.CLOCK_REALTIME) - before[0]), time.time() - time.clock_gettime(0) < 1)
print(round((time.clock_gettime_ns(time.CLOCK_MONOTONIC) - before[1]) / 1e9))
try:
    time.clock_gettime(-5)
except OSError as error:
    print(error)";
    let ended = end_of(run().args(["--clock", "virtual", "-c", program]));
    assert_eq!(ended.stdout, "3600 True\n3600\n[Errno 22] Invalid argument\n", "{}", ended.stderr);
}

#[test]
fn in_real_time_the_interpreters_own_functions_stay() {
    let program = "import time, datetime
print(time.get_clock_info('monotonic').implementation, time.time.__module__)
print('now' in vars(datetime.datetime))";
    let ended = end_of(run().args(["-c", program]));
    assert!(ended.stdout.contains("CLOCK_MONOTONIC"), "{}{}", ended.stdout, ended.stderr);
}

#[test]
fn datetime_is_imported_when_a_program_wants_it() {
    let program = "import asyncio, sys, time\nprint('_datetime' in sys.modules, 'datetime' in sys.modules)";
    let ended = end_of(run().args(["--clock", "virtual", "-c", program]));
    assert_eq!(ended.stdout, "False False\n", "{}", ended.stderr);
}

#[test]
fn a_loop_with_nothing_but_a_signal_to_wait_for_waits_for_it() {
    let program = "import asyncio, signal
async def main():
    came = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGALRM, came.set)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    await came.wait()
    print('it came')
asyncio.run(main())";
    let ended = end_of(run().args(["--clock", "virtual", "-c", program]));
    assert_eq!(ended.stdout, "it came\n", "{}", ended.stderr);
}

/// On the virtual clock sockets are inside the process, and a signal cannot be told through them.
#[test]
fn a_signal_handler_of_the_loop_runs_on_the_virtual_clock_too() {
    let program = "import asyncio, os, signal
async def main():
    loop = asyncio.get_running_loop()
    came = loop.create_future()
    loop.add_signal_handler(signal.SIGUSR1, came.set_result, 'it came')
    os.kill(os.getpid(), signal.SIGUSR1)
    print(await came, loop.remove_signal_handler(signal.SIGUSR1), loop.remove_signal_handler(signal.SIGUSR1))
asyncio.run(main())";
    let ended = end_of(run().args(["--clock", "virtual", "-c", program]));
    assert_eq!(ended.stdout, "it came True False\n", "{}", ended.stderr);
}

/// As CPython 3.14 runs it.
#[test]
fn a_signal_comes_in_the_same_turn_as_in_cpython() {
    let program = "import asyncio, os, signal
async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, print, 'signal')
    os.kill(os.getpid(), signal.SIGUSR1)
    for turn in range(4):
        print(turn)
        await asyncio.sleep(0)
asyncio.run(main())";
    for clock in ["real", "virtual"] {
        let ended = end_of(run().args(["--clock", clock, "-c", program]));
        assert_eq!(ended.stdout, "0\n1\n2\nsignal\n3\n", "{clock}: {}", ended.stderr);
    }
}
