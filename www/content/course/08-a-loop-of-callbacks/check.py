import ast

from asyncio101.check import fail, program

WANTED = {"3": 0, "2": 1, "1": 2, "go": 3}

run = program.run()
got = " ".join(run.lines) or "-"
delayed = [
    node.args[1]
    for node in ast.walk(program.tree)
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "call_later" and len(node.args) > 1
]

if not run.lines:
    fail("nothing")
if "time.sleep" in program.source:
    fail("blocked", got=got)
missing = [line for line in WANTED if line not in run.lines]
if missing:
    fail("missing", got=got, missing=missing[0])
for line, due in WANTED.items():
    at = run.printed_at(line)
    if abs(at - due) > 0.01 and any(isinstance(callback, ast.Call) for callback in delayed):
        fail("called", got=got)
    if abs(at - due) > 0.01:
        fail("when", line=line, at=f"{at:g}", due=due)
if run.lines != list(WANTED):
    fail("lines", got=got)
