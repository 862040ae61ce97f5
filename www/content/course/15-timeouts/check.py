import ast

from asyncio101.check import fail, program

SECONDS = {"mars": 1, "venus": 9, "earth": 1.5}
WANTED = ["mars answers", "venus: no answer", "earth answers"]

run = program.run(may_raise=True)
if not run.lines and not program.calls("run"):
    fail("no-output")
if isinstance(run.error, TimeoutError):
    fail("came-out", seconds=run.seconds)
if run.error is not None:
    program.run()
if "blocked" in run.findings:
    fail("blocked", seconds=run.seconds)
if "never-awaited" in run.findings:
    fail("never-awaited")
if "venus answers" in run.lines:
    fail("waited", seconds=run.seconds)
if "earth answers" not in run.lines and "mars answers" in run.lines and not any("earth" in line for line in run.lines):
    if run.seconds > 2:
        fail("stops", seconds=run.seconds)
    fail("shared", seconds=run.seconds)
for server in ("mars", "earth"):
    if f"{server} answers" not in run.lines:
        if run.seconds == 2:
            fail("shared", seconds=run.seconds)
        fail("too-strict", server=server)
if "venus: no answer" not in run.lines:
    fail("no-line", got=", ".join(run.lines))
asks = [task for task in run.tasks if task.coroutine == "ask" and None not in (task.began, task.ended)]
if any(task.ended - task.began > 2 for task in asks):
    fail("goes-on")
if run.seconds > 4.5:
    fail("too-long", seconds=run.seconds)
if sorted(run.lines) != sorted(WANTED):
    fail("lines", got=", ".join(run.lines))
for server, seconds in SECONDS.items():
    if seconds not in run.sleeps:
        fail("not-asked", server=server, seconds=seconds)
blocks = [node for node in ast.walk(program.tree) if isinstance(node, ast.AsyncWith)]
limits = [block for block in blocks if "timeout" in ast.unparse(block.items[0])]
for node in (node for limit in limits for node in ast.walk(limit)):
    if isinstance(node, ast.ExceptHandler) and "Cancelled" in ast.unparse(node.type or node):
        if not any(isinstance(inner, ast.Raise) for inner in ast.walk(node)):
            fail("swallowed")
