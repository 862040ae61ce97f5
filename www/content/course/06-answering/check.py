from asyncio101.check import fail, program

for given in "3 1 7 5", "-4 -9 -2", "0", "6 6 2 8":
    run = program.run(given)
    numbers = [int(word) for word in given.split()]
    wanted = [f"{number} {max(numbers[:end + 1])}" for end, number in enumerate(numbers)]
    got = run.lines
    if got == wanted:
        continue
    said = " / ".join(got)
    answers = [line.split()[1] if len(line.split()) == 2 else "" for line in got]
    if len(got) > len(numbers):
        fail("printed", given=given, got=said)
    if answers and all(answer == "None" for answer in answers):
        fail("none", given=given, got=said)
    if "None" in answers:
        fail("some-none", given=given, number=got[answers.index("None")].split()[0])
    if len(numbers) > 1 and answers == [str(number) for number in numbers]:
        fail("last", given=given, got=said)
    if len(numbers) > 1 and answers[1:] == [line.split()[1] for line in wanted[:-1]]:
        fail("late", given=given, got=said, wanted=" / ".join(wanted))
    if max(numbers) < 0 and "0" in answers:
        fail("zero", given=given, got=said)
    fail("lines", given=given, got=said, wanted=" / ".join(wanted))
