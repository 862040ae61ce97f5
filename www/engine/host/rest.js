// The rest of a module: the engine's, or the page's. A packed site has each in two parts (www/pack/split): what is used first comes
// first, and while that runs, the rest. Built as it is, a module is whole, and nothing here is called.

/** Where it lies. */
let address;
/** What the first part exports. */
let first;
/** The rest, compiled, once it is there. */
let module;

/** How long the first part has the line and the processor for itself, in milliseconds: until most programs have printed. */
export const LATER = 1500;

/** The first part is there: fetches the rest, if there is one, a while later. */
export function begin(place, exports) {
  if (!("m" in exports)) return;
  address = place;
  first = exports;
  setTimeout(async () => {
    try {
      module ??= await WebAssembly.compileStreaming(fetch(address));
    } catch {
      // Whoever needs it asks again, and hears why not.
    }
  }, LATER);
}

/** Fetches and compiles it while all else waits. The browser's cache joins this to a fetch that is under way. */
function compileNow() {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  // A request that waits gives bytes to a worker only. A page has them as characters of one byte.
  const isPage = typeof document !== "undefined";
  if (isPage) request.overrideMimeType("text/plain; charset=x-user-defined");
  else request.responseType = "arraybuffer";
  try {
    request.send();
  } catch (error) {
    throw new Error(`A part of the program cannot be fetched (${address}: ${error.message})`, { cause: error });
  }
  if (request.status !== 200) throw new Error(`A part of the program cannot be fetched (${address}: HTTP status ${request.status})`);
  const bytes = isPage ? Uint8Array.from(request.responseText, (character) => character.charCodeAt(0) & 0xff) : request.response;
  return new WebAssembly.Module(bytes);
}

/** What a module calls; bound in engine/src/host.rs and app/src/edge/rest.rs. */
export const imports = {
  /** Has the rest put its functions into the module's table. */
  loadRest() {
    module ??= compileNow();
    new WebAssembly.Instance(module, { first });
  },
};
