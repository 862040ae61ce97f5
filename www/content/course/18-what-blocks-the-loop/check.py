import ast

from asyncio101.check import fail, program

run = program.run(may_raise=True)
if not run.lines and not program.calls("run"):
    fail("no-output")
if isinstance(run.error, TypeError) and (program.calls("to_thread") or program.calls("run_in_executor")):
    fail("called", error=run.error)
if run.error is not None:
    program.run()
if "never-awaited" in run.findings:
    fail("never-awaited")
late = [beat for beat in (1, 2, 3) if f"beat {beat}" in run.lines and run.printed_at(f"beat {beat}") > beat]
if "blocked" in run.findings or late:
    beat = late[0] if late else 1
    at = run.printed_at(f"beat {beat}") if late else run.seconds
    for node in ast.walk(program.tree):
        if isinstance(node, ast.AsyncFunctionDef) and node.name == "read":
            fail("async-def", at=at)
    fail("blocked", beat=beat, at=at)
read = [node for node in program.tree.body if isinstance(node, ast.FunctionDef) and node.name == "read"]
if not read or "time.sleep(2.5)" not in ast.unparse(read[0]):
    fail("changed")
beats = sum(line.startswith("beat") for line in run.lines)
if beats < 3:
    fail("no-beats", beats=beats, seconds=run.seconds)
for name in "AB":
    if f"{name} is read" not in run.lines:
        fail("not-read", name=name, seconds=run.seconds)
if run.seconds > 3:
    fail("one-by-one", seconds=run.seconds)
