// Runs programs by MicroPython, one after the other.
//
// Its `asyncio.run` does not wait in a browser, so the main coroutine is awaited where a workload asks for it to be run; and its clock
// has a name of its own.

import { loadMicroPython } from "./micropython.mjs";

let printed = "";
const python = await loadMicroPython({ stdout: (line) => (printed += `${line}\n`), heapsize: 256 * 1024 * 1024 });
await python.runPythonAsync("import asyncio, time\n");

onmessage = async ({ data: source }) => {
  printed = "";
  let error = "";
  try {
    await python.runPythonAsync(source.replace("asyncio.run(main())", "await main()").replaceAll("time.perf_counter()", "(time.ticks_us() / 1e6)"));
  } catch (raised) {
    error = String(raised.message).trim().split("\n").at(-1);
  }
  postMessage({ printed, error });
};
postMessage({ version: "MicroPython 1.27.0" });
