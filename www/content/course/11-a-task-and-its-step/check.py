from asyncio101.check import fail, program

run = program.run(may_raise=True)
got = " / ".join(run.lines) or "-"
rest = [line for line in run.lines if line != "made" and not line.startswith(("start", "next"))]

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
