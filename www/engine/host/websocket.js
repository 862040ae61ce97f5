// The browser's WebSockets, as a run has them: what happens to one is noted down here until the run takes it.
//
// https://websockets.spec.whatwg.org/

import * as outside from "./outside.js";

/** The sockets of the run under way, by number: each with what has happened to it and was not taken. */
const sockets = new Map();

/** Has a socket's own reference to what it does to the run cut. */
function forget(number) {
  const is = sockets.get(number);
  if (is === undefined) return;
  sockets.delete(number);
  is.socket.onopen = is.socket.onmessage = is.socket.onclose = null;
  // One that is closing or closed stays so.
  is.socket.close();
}

/** The run is over, and with it its connections. */
export function end() {
  for (const number of [...sockets.keys()]) forget(number);
}

/** What the engine asks; bound in src/host.rs. */
export const imports = {
  /** Opens a socket under this number; why not, as "name: message", if the browser refuses at once. */
  openWebSocket(number, url, protocols) {
    let socket;
    try {
      socket = new WebSocket(url, protocols);
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
    socket.binaryType = "arraybuffer";
    const events = [];
    const note = (event) => {
      events.push(event);
      outside.tell();
    };
    socket.onopen = () => note(["open", socket.protocol]);
    socket.onmessage = ({ data }) => note(typeof data === "string" ? data : new Uint8Array(data));
    socket.onclose = ({ code, reason, wasClean }) => note(["close", code, reason, wasClean]);
    sockets.set(number, { socket, events });
    return undefined;
  },

  /** Whether anything has happened that was not taken. */
  webSocketHasEvent: (number) => (sockets.get(number)?.events.length ?? 0) > 0,

  /** What has happened next: a message, or an array that begins with its name; undefined if nothing has. */
  takeWebSocketEvent: (number) => sockets.get(number)?.events.shift(),

  sendWebSocketText: (number, text) => sockets.get(number)?.socket.send(text),
  sendWebSocketBytes: (number, bytes) => sockets.get(number)?.socket.send(bytes),

  /** How many bytes it was given that the browser has not sent. */
  webSocketBufferedAmount: (number) => sockets.get(number)?.socket.bufferedAmount ?? 0,

  /** Begins the closing handshake, without a code if there is none. */
  closeWebSocket(number, code, reason) {
    const socket = sockets.get(number)?.socket;
    if (code === undefined) socket?.close();
    else socket?.close(code, reason);
  },

  forgetWebSocket: forget,
};
