// The files of the standard library, which lie in lib/ beside the engine (see www/engine/library).

const folder = new URL("../lib/", import.meta.url);

/** Files that were fetched, by name. */
const fetched = new Map();

/** Splits a bundle into its files. */
export function unpack(bundle) {
  const view = new DataView(bundle);
  const name = new TextDecoder();
  for (let at = 0; at < bundle.byteLength; ) {
    const nameLength = view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    at += 8;
    const file = name.decode(new Uint8Array(bundle, at, nameLength));
    at += nameLength;
    fetched.set(file, new Uint8Array(bundle, at, length));
    at += length;
  }
}

/** What the engine asks; bound in src/host.rs. */
export const imports = {
  /** The bytes of a file of the library; a string that says why not if they cannot be had. */
  libraryFile(name) {
    const known = fetched.get(name);
    if (known !== undefined) return known;
    const request = new XMLHttpRequest();
    // Synchronous, which a worker may: an import is a blocking call, with JSPI and without.
    request.open("GET", new URL(name, folder), false);
    request.responseType = "arraybuffer";
    try {
      request.send();
    } catch (error) {
      return `${request.responseURL || name}: ${error.message}`;
    }
    if (request.status !== 200) return `HTTP status ${request.status} for ${name}`;
    const bytes = new Uint8Array(request.response);
    fetched.set(name, bytes);
    return bytes;
  },
};
