from asyncio101.check import fail, program

for given in "a b c d e", "a b c d", "a", "":
    run = program.run(given)
    words = given.split()
    wanted = [f"{one} {other}" for one, other in zip(words[::2], [*words[1::2], "-"])]
    got = run.lines
    if not got and wanted:
        fail("nothing", given=given)
    if got == wanted:
        continue
    if len(wanted) > 1 and len(got) > 1 and got[1].split()[:1] == [words[1]]:
        fail("twice", given=given, word=words[1])
    if len(words) % 2 and got == wanted[:-1]:
        fail("lone", given=given, word=words[-1])
    if len(got) == len(wanted) and got[:-1] == wanted[:-1] and got[-1].startswith(wanted[-1][:-1]):
        fail("partner", given=given, got=got[-1])
    if len(got) > len(wanted) and got[:len(wanted)] == wanted:
        fail("extra", given=given, got=got[len(wanted)])
    if len(got) < len(wanted) and got == wanted[:len(got)]:
        fail("few", given=given, got=got[-1])
    fail("lines", given=given, got=" / ".join(got))
