// Serves a folder on a loopback address, for as long as a test lasts.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { createBrotliCompress, createGzip, constants } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".py": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
};

/**
 * @param {string} folder what is served, under `prefix`
 * @param {object} options
 * @param {string} options.prefix the path it is served under, for example "/deep/down"
 * @param {Record<string, string>} options.pages further files, by path: their contents
 * @param {"br" | "gzip" | undefined} options.encoding how every file is encoded
 * @param {(path: string) => boolean} options.missing files that are to be not found
 * @returns {Promise<{address: string, requests: string[], close: () => Promise<void>}>}
 */
export async function serve(folder, { prefix = "", pages = {}, encoding, missing = () => false } = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    requests.push(path);
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    if (path in pages) {
      response.writeHead(200, { "content-type": type }).end(pages[path]);
      return;
    }
    const file = join(folder, normalize(path.slice(prefix.length)));
    const found = path.startsWith(`${prefix}/`) && !missing(path) && (await stat(file).catch(() => null));
    if (!found || !found.isFile()) {
      response.writeHead(404).end();
      return;
    }
    const contents = createReadStream(file);
    if (!encoding) {
      response.writeHead(200, { "content-type": type, "content-length": found.size });
      contents.pipe(response);
      return;
    }
    response.writeHead(200, { "content-type": type, "content-encoding": encoding });
    const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
    contents.pipe(encoding === "br" ? createBrotliCompress(quick) : createGzip({ level: 1 })).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    requests,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
