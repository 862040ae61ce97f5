from asyncio101.check import fail, program

OTHER = """
def fetch(city, callback):
    asyncio.get_running_loop().call_later(len(city), callback, city.lower())
"""

run = program.run()
first = run.lines[0] if run.lines else ""

if "Future" in run.output:
    fail("box", got=first)
if "None" in run.output:
    fail("none", got=next(line for line in run.lines if "None" in line))
if first in ("VAN VAN", "BURSA BURSA"):
    fail("shared", got=first)
if run.lines != ["VAN BURSA", "RIZE"]:
    fail("lines", got=" / ".join(run.lines))
if run.seconds >= 12:
    fail("late", seconds=f"{run.seconds:g}")
if not program.calls("fetch"):
    fail("no-fetch")
other = program.run(given={"fetch": OTHER}, may_raise=True)
if other.lines != ["van bursa", "rize"]:
    fail("no-answer", got=" / ".join(other.lines) or "-")
