// The WebSocket to the bridge of the server that the page comes from (native/serve/src/bridge.rs). What is said on it is
// decided in Rust: src/bridge.rs.

import * as outside from "./outside.js";

/** Where a server with a bridge describes it: beside the page, and so beside engine/. */
const description = new URL("../../bridge.json", import.meta.url);

/** The socket; null if there is none. */
let socket = null;
/** Messages that have come and were not taken; null stands for the end. */
let arrived = [];

/** What the engine asks; bound in src/host.rs. */
export const imports = {
  /** The description of the bridge, in JSON; an empty text if there is none. */
  bridgeDescription() {
    const request = new XMLHttpRequest();
    // Synchronous, which a worker may: connecting fails at once, or not.
    request.open("GET", description, false);
    try {
      request.send();
    } catch {
      return "";
    }
    return request.status === 200 ? request.responseText : "";
  },

  /** Opens the socket at `path`, seen from the description. */
  bridgeOpen(path) {
    imports.bridgeClose();
    const address = new URL(path, description);
    address.protocol = address.protocol.replace("http", "ws");
    const opened = (socket = new WebSocket(address));
    opened.binaryType = "arraybuffer";
    const arrives = (message) => {
      // What an abandoned socket still says is dropped.
      if (opened !== socket) return;
      arrived.push(message);
      outside.tell();
    };
    opened.onmessage = ({ data }) => arrives(new Uint8Array(data));
    opened.onclose = () => arrives(null);
  },

  /** Sends a message on an open socket. */
  bridgeSend(message) {
    // The engine's memory is its own: what is sent is a copy.
    if (socket?.readyState === WebSocket.OPEN) socket.send(message.slice());
  },

  /** The next message that has come: bytes, null for the end, undefined if there is none. */
  bridgeTake: () => arrived.shift(),

  /** Closes it. What was sent before goes out all the same. */
  bridgeClose() {
    socket?.close();
    socket = null;
    arrived = [];
  },
};
