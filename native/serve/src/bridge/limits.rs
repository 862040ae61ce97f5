//! How much the bridge carries at most.
//!
//! What it buffers is bounded by these: for a stream, [`QUEUE`] packets towards its destination and one on the way back; for a
//! page, [`OUTGOING`] packets besides.

use std::time::Duration;

use asyncio101_wisp::{LONGEST_DATA, LONGEST_PACKET};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// So many pages may be on the bridge.
pub(super) const SESSIONS: usize = 32;

/// So many streams one page may have open, so that it leaves some to others.
pub(super) const STREAMS_OF_A_SESSION: usize = 128;

/// So many streams all pages together may have open.
pub(super) const STREAMS: usize = 512;

/// So many DATA packets a page may send for a stream before it is given more credit.
pub(super) const CREDIT: u32 = 16;

/// So many may wait to be written: the credit, and the end.
pub(super) const QUEUE: usize = CREDIT as usize + 1;

/// So many packets may wait for a page to take them. If it does not, nothing more is read for it.
pub(super) const OUTGOING: usize = 16;

/// So many refused streams of one page are logged, each in a line; the others are counted.
pub(super) const LINES_OF_A_SESSION: usize = 16;

/// For finding a host and connecting to it.
pub(super) const CONNECTING: Duration = Duration::from_secs(20);

/// For writing what is left, once the page has closed a stream.
pub(super) const CLOSING: Duration = Duration::from_secs(10);

/// For telling the pages that the server ends.
pub(super) const ENDING: Duration = Duration::from_secs(2);

/// No message is longer than a packet, and little of it is written together.
pub(super) fn web_socket() -> WebSocketConfig {
    WebSocketConfig::default()
        .max_message_size(Some(LONGEST_PACKET))
        .max_frame_size(Some(LONGEST_PACKET))
        .read_buffer_size(LONGEST_DATA)
        .write_buffer_size(LONGEST_DATA)
        .max_write_buffer_size(4 * LONGEST_PACKET)
}
