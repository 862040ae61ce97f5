from asyncio101.check import fail, program


def told(*pieces):
    run = program.run(*pieces)
    if not run.lines and not program.calls("run"):
        fail("no-output")
    if not run.lines:
        fail("nothing", pieces=" ".join(pieces).strip())
    if "never-awaited" in run.findings:
        fail("never-awaited")
    return run


def got(run):
    return ", ".join(f"“{line}”" for line in run.lines)


whole = told("one/ two/", "")
if "" in whole.lines:
    fail("newline", got=got(whole))
if whole.lines != ["line: one", "line: two"]:
    fail("whole", got=got(whole))

split = told("on e/t wo/ ", "")
if split.lines != ["line: one", "line: two"]:
    if "line: e" in split.lines and "line: on" not in split.lines:
        fail("dropped", got=got(split))
    fail("split", got=got(split))
if split.printed_at("line: one") > 1:
    fail("late", at=split.printed_at("line: one"))

together = told("one/two/ three/", "")
if together.lines != ["line: one", "line: two", "line: three"]:
    fail("together", got=got(together))

mixed = told("a b/", "c d/")
if sorted(mixed.lines) != ["line: ab", "line: cd"]:
    fail("mixed", got=got(mixed))

rest = told("one/ two", "")
if rest.lines != ["line: one"]:
    fail("rest", got=got(rest))
