from asyncio101.check import fail, program


CLEANS_UP = """
async def load(part, seconds, broken):
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        await asyncio.sleep(20)
        print(part, "is put away")
        raise
    if part == broken:
        raise ValueError(f"{part} is broken")
    print(part, "is loaded")
    return part
"""


def loaded(broken):
    run = program.run(broken, may_raise=True)
    if not run.lines and not program.calls("run"):
        fail("no-output")
    if "InvalidStateError" in repr(run.error):
        fail("result-inside")
    is_group = isinstance(run.error, ExceptionGroup)
    if isinstance(run.error, ValueError) or is_group and not run.error.split(ValueError)[1]:
        fail("came-out", broken=broken, error=type(run.error).__name__)
    if run.error is not None:
        program.run(broken)
    return run


whole = loaded("none")
if "never-awaited" in whole.findings:
    fail("never-awaited")
if whole.lines[:3] != ["text is loaded", "map is loaded", "photo is loaded"]:
    fail("parts", got=", ".join(whole.lines))
if whole.seconds > 19:
    fail("one-by-one", seconds=whole.seconds - 10)
if "page: text map photo" not in whole.lines:
    fail("wrong-page", got=(whole.lines + ["…"])[3][:70])
if whole.lines[-1] != "next page":
    fail("no-next", broken="none", last=whole.lines[-1])

for broken, seconds in (("map", 2), ("text", 1)):
    run = loaded(broken)
    if any(line.startswith("page:") for line in run.lines):
        fail("page-anyway", broken=broken)
    if "photo is loaded" in run.lines:
        fail("goes-on", broken=broken, at=run.printed_at("photo is loaded"))
    said = [line for line in run.lines if line.startswith("no page")]
    if not said:
        fail("not-said", broken=broken)
    if "unhandled errors in a TaskGroup" in said[0]:
        fail("group-text", got=said[0])
    if said != [f"no page: {broken} is broken"]:
        fail("wrong-reason", broken=broken, got=", ".join(said))
    if run.printed_at("no page") > seconds:
        fail("late", broken=broken, at=run.printed_at("no page"), seconds=seconds)
    if run.lines[-1] != "next page":
        fail("no-next", broken=broken, last=run.lines[-1])

if program.has("load"):
    run = program.run("map", given={"load": CLEANS_UP}, may_raise=True)
    if not run.before("photo is put away", "next page"):
        fail("not-waited")
