from asyncio101.check import fail, program

run = program.run()
if run.lines != ["A", "B"]:
    fail("lines", got=" ".join(run.lines))
if run.seconds > 2:
    fail("one-by-one", seconds=run.seconds)
