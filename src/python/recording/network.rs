//! The network inside the process: what becomes of its sockets, and where in the program that was asked for. The operating
//! system's sockets tell nothing: RustPython speaks with them itself.

use std::sync::Arc;

use super::{current, details};
use crate::network::{Happening, Observer};
use crate::python::platform::platform;
use crate::trace::Details;

/// Records what happens in the network, in the place of the program where it was asked for.
struct Records;

impl Observer for Records {
    fn observe(&self, happening: &Happening) {
        let Some(recorder) = current::recorder().filter(|recorder| !recorder.is_full()) else { return };
        let (event, told) = happening.event(&recorder);
        let place = if happening.is_asked_for { details::here(&recorder) } else { Details::NONE };
        recorder.record(event, Details { at: place.at, ..told });
    }
}

/// Has the platform's network report.
pub(super) fn observe() {
    if let Some(network) = platform().network() {
        network.observe(Some(Arc::new(Records)));
    }
}

/// Has it report no more.
pub(super) fn observe_no_more() {
    if let Some(network) = platform().network() {
        network.observe(None);
    }
}
