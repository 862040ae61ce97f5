from asyncio101.check import fail, program

for given in "1 2 3", "5 -5 10 4", "":
    run = program.run(given)
    numbers = [int(word) for word in given.split()]
    sums = [sum(numbers[:end + 1]) for end in range(len(numbers))]
    wanted = [*map(str, sums), f"end {sum(numbers)}"]
    got = run.lines
    if got == wanted:
        continue
    said = " / ".join(got) or "-"
    ends = [line for line in got if line.startswith("end")]
    values = [line for line in got if not line.startswith("end")]
    if values == wanted[:-1] and not ends:
        fail("no-end", given=given, got=said)
    if len(ends) > 1:
        fail("ends", given=given, got=said)
    if values == wanted[:-1]:
        fail("end", given=given, got=ends[0], wanted=wanted[-1])
    if values == [str(number) for number in numbers]:
        fail("reset", given=given, got=said, wanted=" / ".join(wanted))
    if len(values) == len(numbers) and values == ["0", *wanted[:-2]]:
        fail("early", given=given, got=said, wanted=" / ".join(wanted))
    if len(values) < len(numbers):
        fail("skipped", given=given, count=len(numbers), lines=len(values))
    fail("lines", given=given, got=said, wanted=" / ".join(wanted))
