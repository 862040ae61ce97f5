"""A bare yield under a task is sleep(0): everybody who was ready goes first, once."""

import asyncio
import types


@types.coroutine
def give_way():
    yield


async def polite(name, turns):
    for turn in range(turns):
        print(name, turn)
        await give_way()
    print(name, "ends")


async def main():
    loop = asyncio.get_running_loop()
    a = asyncio.create_task(polite("a", 3))
    b = asyncio.create_task(polite("  b", 2))
    loop.call_soon(print, "    callback")
    for turn in range(4):
        print("-- main", turn)
        await give_way()
    await a
    await b


asyncio.run(main())
