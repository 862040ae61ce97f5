import ast
import re

from asyncio101.check import fail, program

awaited = [ast.unparse(node.value) for node in ast.walk(program.tree) if isinstance(node, ast.Await)]
if any(call.startswith("writer.write(") for call in awaited):
    fail("await-write")
run = program.run()
if not run.lines and not program.calls("run"):
    fail("no-output")
if "never-awaited" in run.findings:
    fail("never-awaited")
told = (re.fullmatch(r"(.+) (\d+)", line) for line in run.lines)
numbers = {found[1]: int(found[2]) for found in told if found}
if "kept at most" not in numbers:
    fail("not-told", got=", ".join(run.lines))
if numbers.get("read") != 30_000_000:
    fail("lost", got=numbers.get("read", 0))
if run.seconds < 5:
    fail("hurried", seconds=run.seconds)
if numbers["kept at most"] > 1_100_000:
    fail("piles-up", most=numbers["kept at most"])
if run.seconds > 5.01:
    fail("slow", seconds=run.seconds)
