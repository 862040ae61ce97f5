import ast

from asyncio101.check import fail, program

run = program.run()
got = " / ".join(run.lines)
wanted = ["A 1", "B 1", "A 2", "B 2", "A 3", "B 3"]
waits = [node for node in ast.walk(program.tree) if isinstance(node, ast.Await) and "gather" not in ast.unparse(node)]

if "never-awaited" in run.findings:
    fail("never-awaited", got=got or "-")
if sorted(run.lines) != sorted(wanted):
    fail("lines", got=got or "-")
if run.printed_by("A 1") is None:
    fail("no-task", got=got)
if run.printed_by("A 1") == run.printed_by("B 1"):
    fail("one-task", got=got)
if run.lines != wanted and "time.sleep" in program.source:
    fail("blocked", got=got)
if run.lines == ["A 1", "A 2", "A 3", "B 1", "B 2", "B 3"] and waits:
    fail("empty-await", got=got)
if run.lines != wanted:
    first, second = next(pair for pair in zip(run.lines, run.lines[1:]) if pair[0][0] == pair[1][0])
    fail("no-turn", first=first, second=second)
if run.seconds:
    fail("time", seconds=f"{run.seconds:g}")
