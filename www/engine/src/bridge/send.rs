//! What goes out by the WebSocket.

use asyncio101_wisp::Packet;

use crate::host;

/// Sends a packet.
pub(super) fn send(packet: Packet<'_>) {
    host::bridge_send(&packet.to_message());
}
