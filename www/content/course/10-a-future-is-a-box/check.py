from asyncio101.check import fail, program

run = program.run()
first = run.lines[0] if run.lines else ""

if "Future" in run.output:
    fail("box", got=first)
if "None" in run.output:
    fail("none", got=next(line for line in run.lines if "None" in line))
if len(first.split()) == 2 and len(set(first.split())) == 1:
    fail("shared", got=first)
if run.lines != ["VAN BURSA", "RIZE"]:
    fail("lines", got=" / ".join(run.lines))
if run.seconds >= 12:
    fail("late", seconds=f"{run.seconds:g}")
if not program.calls("fetch"):
    fail("no-fetch")
