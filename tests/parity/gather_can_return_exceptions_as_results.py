"""With return_exceptions=True failures stand among the results, cancellations included."""

import asyncio


async def work(name, turns, error=None):
    for _ in range(turns):
        await asyncio.sleep(0)
    if error:
        raise error
    return name


async def main():
    doomed = asyncio.create_task(asyncio.sleep(1000))
    asyncio.get_running_loop().call_soon(doomed.cancel, "not today")
    results = await asyncio.gather(
        work("a", 3),
        work("b", 1, ValueError("b failed")),
        doomed,
        work("c", 0),
        work("d", 5, LookupError("d failed")),
        return_exceptions=True,
    )
    for result in results:
        print(repr(result))


asyncio.run(main())
