from asyncio101.check import fail, program

SERVERS = ["mars", "venus", "earth"]
WANTED = [server.upper() for server in SERVERS]

OTHER = """
async def ask(server, seconds):
    print("ask", server)
    await asyncio.sleep(seconds)
    return server.title()
"""

run = program.run()
if not run.lines and not program.calls("run"):
    fail("no-output")
asked = [server for server in SERVERS if f"ask {server}" in run.lines]
answers = [line for line in run.lines if line in WANTED]

if "never-awaited" in run.findings:
    fail("never-awaited", asked=len(asked))
if "blocked" in run.findings:
    fail("blocked", seconds=run.seconds)
if len(answers) < 3 and any(task.outcome in ("cancelled", "pending") for task in run.tasks):
    fail("cut-short", seconds=run.seconds)
if len(asked) < 3:
    fail("not-asked", asked=len(asked))
if len(answers) < 3:
    fail("no-answers", answers=len(answers), last=run.lines[-1])
if run.seconds > 3:
    fail("one-by-one", seconds=run.seconds)
if run.seconds < 3:
    fail("hurried", seconds=run.seconds)
if not program.calls("ask"):
    fail("by-hand")
if answers != WANTED:
    fail("order", got=", ".join(answers))
other = program.run(given={"ask": OTHER}, may_raise=True)
if not all(server.title() in other.output for server in SERVERS):
    fail("by-hand")
other = program.run(sets="backwards", may_raise=True)
answers = [line for line in other.lines if line in WANTED]
if answers != WANTED:
    fail("set", got=", ".join(answers))
