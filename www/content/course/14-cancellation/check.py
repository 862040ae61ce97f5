from asyncio101.check import fail, program


def cooked(patience):
    run = program.run(patience, may_raise=True)
    if not run.lines and not program.calls("run"):
        fail("no-output")
    if type(run.error).__name__ == "CancelledError":
        fail("came-out", patience=patience)
    if run.error is not None:
        program.run(patience)
    return run


def last(run):
    return [line for line in run.lines if line in ("cancelled", "eaten")]


short, long = cooked("3"), cooked("8")
if "served" in short.lines:
    fail("served", seconds=short.seconds)
if "stove off" not in short.lines:
    fail("stove-on")
if any(task.coroutine == "cook" and task.outcome == "returned" for task in short.tasks):
    fail("swallowed", said=" ".join(last(short)) or "…")
if "stove off" not in long.lines:
    fail("long", got=", ".join(long.lines))
for patience, run, word in ((3, short, "cancelled"), (8, long, "eaten")):
    if run.lines.count("stove off") > 1:
        fail("twice", patience=patience, times=run.lines.count("stove off"))
    if not last(run):
        fail("no-word", patience=patience, word=word)
    if run.before(last(run)[0], "stove off"):
        fail("too-early", patience=patience, said=last(run)[0])
    if last(run) != [word]:
        fail("wrong-word", patience=patience, said=" ".join(last(run)), word=word)
for patience, run, off in ((3, short, 3), (8, long, 5)):
    if 5 not in run.sleeps or run.printed_at("stove off") != off:
        fail("no-cook", patience=patience, seconds=off, at=run.printed_at("stove off"))
if long.lines != ["stove on", "served", "stove off", "eaten"]:
    fail("long", got=", ".join(long.lines))
