from asyncio101.check import fail, program

SECONDS = {"A": 1, "B": 3, "C": 1, "D": 1, "E": 2}

run = program.run()
if not run.lines and not program.calls("run"):
    fail("no-output")
if "never-awaited" in run.findings:
    fail("never-awaited")
if "blocked" in run.findings:
    fail("blocked", seconds=run.seconds)
missing = [name for name in SECONDS if f"{name} ends" not in run.lines]
if missing:
    fail("missing", names=", ".join(missing), seconds=run.seconds)

now = most = 0
for line in run.lines:
    now += line.endswith("begins") - line.endswith("ends")
    most = max(most, now)
for name, seconds in SECONDS.items():
    if f"{name} begins" not in run.lines:
        fail("changed", name=name, seconds=seconds)
    if round(run.printed_at(f"{name} ends") - run.printed_at(f"{name} begins"), 3) != seconds:
        fail("changed", name=name, seconds=seconds)
if most > 2:
    fail("too-many", most=most)
if most < 2:
    fail("one-by-one", seconds=run.seconds)
if run.seconds > 5:
    fail("batches", seconds=run.seconds, c=run.printed_at("C begins"))
