from asyncio101.check import fail, program

CITIES = ["Ankara", "Izmir", "Trabzon"]

run = program.run()
waits = [seconds for seconds in (3, 1, 2) if seconds not in run.sleeps]
missing = [city for city in CITIES if city not in run.lines]

if "never-awaited" in run.findings:
    fail("never-awaited")
if not run.lines:
    fail("nothing")
if "all" not in run.lines:
    fail("no-end", got=" ".join(run.lines))
if run.lines[-1] != "all" or any(task.outcome in ("cancelled", "pending") for task in run.tasks):
    late = [city for city in CITIES if city not in run.lines[:run.lines.index("all")]]
    fail("early", city=", ".join(late))
if missing:
    fail("missing", city=missing[0])
if run.seconds > 3.01 and not run.sleeps:
    fail("blocked", seconds=f"{run.seconds:g}")
if run.seconds > 3.01:
    fail("one-by-one", seconds=f"{run.seconds:g}")
if run.seconds < 2.99 or waits and run.sleeps:
    fail("times", got=" ".join(run.lines), seconds=f"{run.seconds:g}")
for city, seconds in zip(CITIES, (3, 1, 2), strict=True):
    if run.printed_at(city) < seconds:
        fail("too-soon", city=city, at=f"{run.printed_at(city):g}", seconds=seconds)
