from asyncio101.check import fail, program

run = program.run("Ali", "Van", "X")
got = " / ".join(run.lines)
if "<generator" in run.output:
    fail("object", got=next(line for line in run.lines if "<generator" in line))
if run.lines[:1] == ["city?"]:
    fail("swapped", got=got)
if "name?" not in run.lines or "city?" not in run.lines:
    fail("never-asked", got=got)
if run.lines[-1] == "None":
    fail("no-result", got=got)
if run.lines != ["name?", "city?", "Ali from Van"]:
    fail("lines", got=got, wanted="name? / city? / Ali from Van")

run = program.run("", "", "Oya", "", "Rize", "X")
got = " / ".join(run.lines)
wanted = ["name?", "name?", "name?", "city?", "city?", "Oya from Rize"]
if run.lines[-1] != wanted[-1] or len(run.lines) < len(wanted):
    fail("empty", got=got)
if run.lines != wanted:
    fail("lines", got=got, wanted=" / ".join(wanted))
