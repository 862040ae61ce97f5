// The files of the standard library, which lie in lib/ beside the engine (see www/engine/library).

/** Where they lie. */
let folder;

/** Bundles that were asked for. */
const asked = new Set();

/** Files that were fetched, by name. */
const fetched = new Map();

/** Fetches what no program starts without. */
export async function begin(place) {
  folder = place;
  const response = await fetch(new URL("start.bundle", folder));
  if (!response.ok) throw new Error(`${response.url}: HTTP status ${response.status}`);
  unpack(await response.arrayBuffer());
}

/** Fetches what most programs import, before one does: when the first program has had the line for itself, for so many milliseconds. */
export async function fetchAhead(later) {
  await new Promise((resolve) => setTimeout(resolve, later));
  // One has asked for it itself.
  if (asked.has("common.bundle")) return;
  try {
    const response = await fetch(new URL("common.bundle", folder));
    if (response.ok) unpack(await response.arrayBuffer());
  } catch {
    // The first import of one of them asks again, and hears why not.
  }
}

/** Splits a bundle into its files. */
function unpack(bundle) {
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

/** Which bundle each file is in that is in one which has not been fetched ahead. */
let places;

/** The bundle a file comes in, if it is one of those that are wanted together. */
function bundleOf(name) {
  places ??= new Map(
    new TextDecoder()
      .decode(fetched.get("bundles"))
      .split("\n")
      .map((line) => line.split(" ").reverse()),
  );
  return places.get(name);
}

/** Fetches a file of the folder: a response, or a string that says why not. */
function fetchNow(name) {
  const request = new XMLHttpRequest();
  // Synchronous, which a worker may: an import is a blocking call, with JSPI and without.
  request.open("GET", new URL(name, folder), false);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch (error) {
    return `${request.responseURL || name}: ${error.message}`;
  }
  return request.status === 200 ? request.response : `HTTP status ${request.status} for ${name}`;
}

/** Fetches the bundle of that name; if that cannot be had, each of its files can, in its own place. */
function fetchBundle(name) {
  asked.add(name);
  const response = fetchNow(name);
  if (typeof response === "string") return;
  try {
    unpack(response);
  } catch {
    // It is damaged.
  }
}

/** What the engine asks; bound in src/host.rs. */
export const imports = {
  /** The bytes of a file of the library; a string that says why not if they cannot be had. */
  libraryFile(name) {
    const known = fetched.get(name);
    if (known !== undefined) return known;
    const bundle = bundleOf(name);
    if (bundle !== undefined) {
      fetchBundle(bundle);
      const bundled = fetched.get(name);
      if (bundled !== undefined) return bundled;
    }
    const response = fetchNow(name);
    if (typeof response === "string") return response;
    const bytes = new Uint8Array(response);
    fetched.set(name, bytes);
    return bytes;
  },
};
