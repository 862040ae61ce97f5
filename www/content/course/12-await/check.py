from asyncio101.check import fail, program

NUMBERS = {"A": 3, "B": 1, "C": 2, "D": 0}

run = program.run(may_raise=True)
if "got bad yield" in str(run.error):
    fail("bad-yield", error=run.error)
run = program.run()
said = dict(line.split(maxsplit=1) for line in run.lines if " " in line)
steps = [task.steps for task in run.tasks if task.coroutine == "wait"]

if not run.lines:
    fail("nothing")
for name, number in NUMBERS.items():
    if said.get(name) != str(number):
        fail("value", name=name, got=said.get(name), number=number)
if run.seconds:
    fail("time", seconds=f"{run.seconds:g}")
if len(steps) != len(NUMBERS):
    fail("tasks", got=len(steps))
for (name, number), got in zip(NUMBERS.items(), steps, strict=True):
    if got != number + 1:
        fail("steps", name=name, number=number, got=got - 1)
