// Runs programs by Pyodide, one after the other. `asyncio.run` suspends the stack until its loop, that of the browser, is done.

import { loadPyodide } from "./pyodide.mjs";

let printed = "";
const python = await loadPyodide({ stdout: (line) => (printed += `${line}\n`) });
// Its start-up, and what the first import brings, are not measured.
await python.runPythonAsync("import asyncio, time");

onmessage = async ({ data: source }) => {
  printed = "";
  let error = "";
  try {
    await python.runPythonAsync(source);
  } catch (raised) {
    error = String(raised.message).trim().split("\n").at(-1);
  }
  postMessage({ printed, error });
};
postMessage({ version: `Pyodide ${python.version}` });
