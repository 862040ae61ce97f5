//! Connections leave nothing behind: `benches/python/soak.py` for as long as a test may take, on the system's sockets and
//! on the network inside the process.

mod common;

use std::path::Path;

use common::{end_of, run};

/// Runs it, and demands that it finds nothing wrong.
#[track_caller]
fn soak(arguments: &[&str]) {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches/python/soak.py");
    for network in ["system", "loopback"] {
        let ended = end_of(run().args(["--network", network]).arg(&program).args(arguments));
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{network}: {ended:#?}");
    }
}

#[test]
fn one_connection_after_the_other() {
    soak(&["sequence", "--connections", "200"]);
}

#[test]
fn a_crowd_of_which_some_are_cancelled_and_some_reset() {
    soak(&["crowd", "--clients", "20", "--seconds", "0"]);
}
