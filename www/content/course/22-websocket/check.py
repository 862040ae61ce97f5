from asyncio101.check import fail, program

WORDS = {"hello": "Ada", "hi": "Bob", "bye": "Eve"}
WANTED = {"Bob hears hello", "Eve hears hello", "Ada hears hi", "Eve hears hi", "Bob hears bye"}

run = program.run(may_raise=True)
if not run.lines and not program.calls("run"):
    fail("no-output")
heard = [line for line in run.lines if " hears " in line]
if "never-awaited" in run.findings:
    fail("never-awaited")
if type(run.error).__name__.startswith("ConnectionClosed"):
    if "Bob hears hello" in heard and "Eve hears hello" in heard and "Eve hears hi" in heard:
        fail("gone")
    fail("failed", error=type(run.error).__name__)
if run.error is not None:
    program.run()
own = [line for line in heard if line.split()[0] == WORDS.get(line.split()[-1])]
others = [line for line in heard if line not in own]
if own and not others:
    fail("echo", line=own[0])
if own:
    fail("oneself", line=own[0])
if len(set(heard)) < len(heard):
    fail("twice", line=max(heard, key=heard.count))
if not heard:
    fail("nothing")
missing = sorted(WANTED - set(heard))
if missing == ["Ada hears hi", "Bob hears bye"]:
    fail("once")
if missing:
    fail("missing", lines=", ".join(missing))
for line, second in (("Eve hears hello", 1), ("Ada hears hi", 2), ("Bob hears bye", 4)):
    if run.printed_at(line) > second:
        fail("late", line=line, at=run.printed_at(line), second=second)
