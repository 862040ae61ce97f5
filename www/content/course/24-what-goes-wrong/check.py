from asyncio101.check import fail, program

LINES = ["tea is ready", "soup is ready", "the table is laid", "dinner"]

SALTS = """
async def add_salt():
    print("salting")
    raise ValueError("no salt")
"""

run = program.run(may_raise=True)
if not run.lines and not program.calls("run"):
    fail("no-output")
if isinstance(run.error, ValueError | ExceptionGroup) and "no salt" in repr(run.error):
    fail("came-out", error=type(run.error).__name__)
if run.error is not None:
    program.run()
if "never-awaited" in run.findings:
    fail("never-awaited")
if "never-retrieved" in run.findings:
    fail("never-retrieved")
if any(task.outcome == "cancelled" for task in run.tasks):
    fail("cut-short", seconds=run.seconds)
missing = [line for line in LINES if line not in run.lines]
if missing:
    fail("missing", lines=", ".join(missing))
if not any("no salt" in line for line in run.lines):
    fail("silent")
if run.lines[-1] != "dinner":
    fail("too-early", last=run.lines[-1])
if abs(run.printed_at("tea is ready") - run.printed_at("soup is ready")) < 1:
    fail("not-both", second=run.printed_at("tea is ready"))
if run.findings:
    fail("found", findings=", ".join(run.findings))
if "salting" not in program.run(given={"add_salt": SALTS}, may_raise=True).lines:
    fail("not-salted")
