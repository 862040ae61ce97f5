from asyncio101.check import fail, program

for start, limit in (3, 50), (7, 7), (5, 10**12):
    run = program.run(str(start), str(limit))
    wanted = [start]
    while wanted[-1] <= limit:
        wanted.append(wanted[-1] * 2)
    wanted = [str(value) for value in wanted]
    if not run.lines:
        fail("nothing", start=start, limit=limit)
    if run.lines[0] != str(start):
        fail("first", start=start, got=run.lines[0])
    for number, line in enumerate(run.lines[:len(wanted)]):
        if line != wanted[number]:
            fail("step", before=wanted[number - 1], got=line, wanted=wanted[number])
    if len(run.lines) < len(wanted):
        fail("few", start=start, limit=limit, last=run.lines[-1])
    if len(run.lines) > len(wanted):
        fail("many", limit=limit, got=run.lines[len(wanted)])
