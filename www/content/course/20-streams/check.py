from asyncio101.check import fail, program


def heard(run, name):
    return [line.removeprefix(f"{name} hears ") for line in run.lines if line.startswith(f"{name} hears")]


def served(*lines):
    run = program.run(*lines, may_raise=True)
    if not run.lines and not program.calls("run"):
        fail("no-output")
    if run.error is not None and not isinstance(run.error, ConnectionError):
        program.run(*lines)
    return run, heard(run, "Ada"), heard(run, "Bob")


run, ada, bob = served("1 2/10 20 30", "5")
if "handler-failed" in run.findings:
    if ada == ["3", "60"]:
        fail("after-close")
    fail("failed", got=", ".join(ada) or "nothing")
if ada == ["3"]:
    fail("once")
if not ada or not bob:
    fail("nothing", got=", ".join(run.lines))
if ada[0] != "3":
    fail("sum", got=ada[0])
if ada[1:] == ["nothing"]:
    fail("once")
if ada[1:] == ["63"]:
    fail("adds-up")
if ada != ["3", "60"] or bob != ["5"]:
    fail("answers", ada=", ".join(ada), bob=", ".join(bob))
if run.printed_at("Bob hears") > 0:
    fail("one-at-a-time", at=run.printed_at("Bob hears"))
if "never-awaited" in run.findings:
    fail("never-awaited")
if run.seconds > 2:
    fail("slow", seconds=run.seconds)

run, ada, bob = served("1/two 3/4", "-5 5")
if "handler-failed" in run.findings:
    fail("no-number", got=", ".join(ada))
if bob != ["0"]:
    fail("negative", got=", ".join(bob))
if ada != ["1", "?", "4"]:
    fail("no-number", got=", ".join(ada))
