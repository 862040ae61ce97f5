"""Waiting for several: what is done, what is pending, and in which order."""

import asyncio


async def s(t, v):
    await asyncio.sleep(t)
    if v < 0:
        raise ValueError(v)
    return v


def later(seconds, value):
    return asyncio.create_task(s(seconds, value))


def outcome(task):
    if not task.done() or task.cancelled():
        return "p"
    return str(task.exception() or task.result())


def show(sets):
    return tuple(sorted(map(outcome, tasks)) for tasks in sets)


async def main():
    print(show(await asyncio.wait([later(0, 1), later(0.01, 2), later(0, -3)])))
    r = await asyncio.wait([later(0, 1), later(0.02, 2)], return_when=asyncio.FIRST_COMPLETED)
    print(show(r))
    await asyncio.wait(r[1])
    r = await asyncio.wait([later(0.02, 1), later(0, -2), later(0, 3)], return_when=asyncio.FIRST_EXCEPTION)
    print(show(r))
    await asyncio.wait(r[1])
    r = await asyncio.wait([later(0, 1), later(1, 2)], timeout=0.01)
    print(show(r))
    r[1].pop().cancel()
    t = later(0, 5)
    await t
    print(show(await asyncio.wait([t])))
    w = asyncio.create_task(asyncio.wait([later(0.03, 1)]))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    w.cancel()
    print(await asyncio.gather(w, return_exceptions=True))
    async for f in asyncio.as_completed([later(0.02, 1), later(0, 2)]):
        print(await f)
    for f in asyncio.as_completed([later(0.02, 1), later(0, 2)]):
        print(await f)


asyncio.run(main())
