from asyncio101.check import fail, program

CASES = [
    (10, "", "30 12 50", 2),
    (10, "A B", "12 15", 0),
    (10, "A", "", 0),
    (10, "", "", None),
    (10, "", "4 30", 0),
    (10, "", "10", 0),
    (0, "", "9 7", 7),
]

for now, ready, timers, right in CASES:
    run = program.run(str(now), ready, timers)
    line = run.lines[-1] if run.lines else "-"
    try:
        got = None if line == "None" else float(line)
    except ValueError:
        fail("line", got=line)
    if len(run.lines) != 1:
        fail("line", got=" / ".join(run.lines))
    if got == right:
        continue
    if ready:
        fail("ready", now=now, ready=ready, got=line)
    if right is None and got == 0:
        fail("spin", now=now, timers="-", got=line)
    if right is None:
        fail("number", got=line)
    if got is None:
        fail("for-ever", now=now, timers=timers)
    if got < 0:
        fail("negative", now=now, timers=timers, got=line)
    if got < right:
        fail("spin", now=now, timers=timers, got=line)
    if got == min(int(word) for word in timers.split()):
        fail("absolute", now=now, timers=timers, got=line, right=right)
    fail("late", now=now, timers=timers, got=line, right=right)
