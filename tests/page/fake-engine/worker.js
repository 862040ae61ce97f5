// Stands in for the engine where a test is about the page and not about Python. It speaks the protocol of
// www/messages and understands just enough programs:
//
//   print("…"), print(f"… {name} …"), name = input("…"), 1 / 0 inside one function, an unclosed parenthesis,
//   while True, with and without an await
//
// and three comments no real engine knows:
//
//   # fake: crash         the engine dies
//   # fake: stale         goes on talking after its end
//   # fake: flood N       prints N lines

const started = performance.now();
const say = (message) => postMessage(message);
let stop = () => {};
let answer = () => {};

onmessage = ({ data: message }) => {
  if (message.type === "run") run(message);
  if (message.type === "stop") stop();
  if (message.type === "input") answer(message.line);
};

say({ type: "loading", received: 1e6, total: 4e6 });
await fetch(new URL("./gate", import.meta.url));
say({ type: "ready", python: "3.14", blocking: true, tookMs: performance.now() - started });

async function run({ run, source, filename, clock }) {
  const began = performance.now();
  const out = (text, stream = "stdout") => say({ type: "output", run, stream, prints: [{ text }] });
  const end = (outcome) => say({ type: "ended", run, outcome, tookMs: performance.now() - began });
  const raise = (trace, exception, line) => {
    out(`${trace}\n`, "stderr");
    end({ kind: "raised", exception, line });
  };
  say({ type: "started", run, clock });
  const names = {};
  const lines = source.split("\n");
  const unclosed = lines.findIndex((line) => /\(:$/.test(line));
  if (unclosed >= 0) {
    const text = `  File "${filename}", line ${unclosed + 1}\n    ${lines[unclosed]}\nSyntaxError: invalid syntax`;
    return raise(text, "SyntaxError", unclosed + 1);
  }
  for (const [index, line] of lines.entries()) {
    let match;
    if (line === "# fake: crash") {
      return say({ type: "crashed", run, reason: "unreachable executed" });
    } else if (line === "# fake: stale") {
      end({ kind: "finished" });
      out("stale\n");
      return;
    } else if ((match = /^# fake: flood (\d+)$/.exec(line))) {
      for (let n = 0; n < Number(match[1]); n++) out(`${n}\n`);
    } else if (/^\s*while True:\s*pass$/.test(line)) {
      for (;;);
    } else if (/^\s*while True:/.test(line) && /await asyncio.sleep\(0\)/.test(source)) {
      await new Promise((stopped) => { stop = stopped; });
      out("KeyboardInterrupt\n", "stderr");
      return end({ kind: "interrupted" });
    } else if ((match = /^(\w+) = input\("(.*)"\)$/.exec(line))) {
      out(match[2]);
      say({ type: "inputWanted", run });
      names[match[1]] = await new Promise((answered) => { answer = answered; });
      if (names[match[1]] === null) {
        return raise(trace(filename, [[index + 1, "<module>", line]], "EOFError: EOF when reading a line"), "EOFError", index + 1);
      }
    } else if ((match = /^print\(f?"(.*)"\)$/.exec(line))) {
      out(`${match[1].replace(/\{(\w+)\}/g, (_, name) => names[name])}\n`);
    } else if (/^\s+return 1 \/ 0$/.test(line)) {
      const frames = [[lines.indexOf("fail()") + 1, "<module>", "fail()"], [index + 1, "fail", line]];
      return raise(trace(filename, frames, "ZeroDivisionError: division by zero"), "ZeroDivisionError", index + 1);
    } else if ((match = /^raise SystemExit\((\d+)\)$/.exec(line))) {
      return end({ kind: "exited", status: Number(match[1]) });
    }
  }
  end({ kind: "finished" });
}

/** A traceback as CPython writes it, without the carets. */
function trace(filename, frames, last) {
  const frame = ([line, name, text]) => `  File "${filename}", line ${line}, in ${name}\n    ${text.trim()}`;
  return ["Traceback (most recent call last):", ...frames.map(frame), last].join("\n");
}
