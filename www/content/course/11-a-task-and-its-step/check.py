import ast

from asyncio101.check import fail, program

MAIN = """
async def main():
    tea, coffee = Task(brew("tea", 2)), Task(brew("coffee", 1))
    print("made")
    print(repr(await coffee), repr(await tea))
"""

run = program.run(may_raise=True)
got = " / ".join(run.lines) or "-"
rest = [line for line in run.lines if line != "made" and not line.startswith(("start", "next"))]

own = [node for node in ast.walk(program.tree) if isinstance(node, ast.ClassDef) and node.name == "Task"]
if not own or any(ast.unparse(base) in ("asyncio.Task", "asyncio.tasks.Task") for base in own[0].bases):
    fail("not-own")
if "made" not in run.lines:
    program.run()
if "start tea" not in run.lines or "start coffee" not in run.lines:
    fail("not-begun", got=got)
if "next tea" not in run.lines and "next coffee" not in run.lines:
    fail("no-step", got=got)
if "next tea" not in run.lines or "next coffee" not in run.lines:
    program.run()
if not run.before("start coffee", "next tea"):
    fail("at-once", got=got)
if not rest and not program.calls("add_done_callback"):
    fail("no-wakeup", got=got)
if not rest and not program.calls("set_result"):
    fail("unfinished", got=got)
if rest and rest != ["coffee", "tea"]:
    fail("result", got=" / ".join(rest))
run = program.run()
if run.lines != ["made", "start tea", "start coffee", "next tea", "next coffee", "coffee", "tea"]:
    fail("lines", got=got)
if program.has("main"):
    values = program.run(given={"main": MAIN}, may_raise=True).lines[-1]
    if values != "'coffee' 'tea'":
        fail("value", got=values)
