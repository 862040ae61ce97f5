// Drives Chromium and Firefox alike, by the W3C WebDriver protocol (https://www.w3.org/TR/webdriver2/).

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";

const BROWSERS = {
  chromium: {
    driver: ["chromedriver"],
    binaries: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
    capabilities: (binary) => ({
      browserName: "chrome",
      "goog:chromeOptions": {
        ...(binary && { binary }),
        args: [
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
        ],
      },
    }),
  },
  firefox: {
    driver: ["geckodriver", "--log", "error"],
    binaries: ["/usr/bin/firefox-esr", "/usr/bin/firefox"],
    capabilities: (binary) => ({
      browserName: "firefox",
      "moz:firefoxOptions": {
        ...(binary && { binary }),
        args: ["-headless"],
        prefs: {
          "app.update.auto": false,
          "datareporting.policy.dataSubmissionEnabled": false,
        },
      },
    }),
  },
};

/** A port nobody listens on. */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * Starts a browser.
 *
 * @param {"chromium" | "firefox"} name
 */
export async function launch(name) {
  const { driver, binaries, capabilities } = BROWSERS[name];
  const port = await freePort();
  const [command, ...parameters] = driver;
  const process = spawn(command, [...parameters, `--port=${port}`], { stdio: "ignore" });
  const failed = new Promise((_, reject) => process.once("error", reject));
  const base = `http://127.0.0.1:${port}`;

  async function call(method, path, body) {
    const response = await fetch(base + path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }

  async function untilReady() {
    for (let attempt = 0; ; attempt++) {
      try {
        if ((await call("GET", "/status")).ready) return;
      } catch (error) {
        if (attempt > 100) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  try {
    await Promise.race([untilReady(), failed]);
    const alwaysMatch = capabilities(binaries.find(existsSync));
    const { sessionId, capabilities: is } = await call("POST", "/session", { capabilities: { alwaysMatch } });
    const session = `/session/${sessionId}`;
    await call("POST", `${session}/timeouts`, { script: 600_000 });
    return {
      version: `${is.browserName} ${is.browserVersion}`,
      open: (url) => call("POST", `${session}/url`, { url }),
      /** Runs an async function in the page; it sees nothing of here but its parameter. */
      async evaluate(action, parameter = null) {
        const script = `
          const [parameter, done] = arguments;
          Promise.resolve().then(() => (${action})(parameter)).then(
            (value) => done({ value: value ?? null }),
            (error) => done({ error: String(error?.stack ?? error) }),
          );`;
        const { value, error } = await call("POST", `${session}/execute/async`, { script, args: [parameter] });
        if (error) throw new Error(error);
        return value;
      },
      async close() {
        await call("DELETE", session).catch(() => {});
        process.kill();
      },
    };
  } catch (error) {
    process.kill();
    throw error;
  }
}
