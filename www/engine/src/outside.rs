//! News from outside the tab: whatever comes by a WebSocket is looked at before a run waits, and after.
//!
//! JavaScript only notes down what has come, and ends the wait under way (`host/outside.js`). A kind of connection that is
//! the browser's has its [`pump`](bridge::pump) called here.

use crate::{bridge, host};

/// Does whatever news call for, if there are any.
pub(crate) fn attend() {
    if host::take_news() {
        bridge::pump();
    }
}
