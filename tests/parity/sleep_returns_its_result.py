"""sleep(delay, result) gives the result back; zero and less give way for one turn only."""

import asyncio


async def turns_of(delay):
    loop = asyncio.get_running_loop()
    turns = 0

    def count():
        nonlocal turns, handle
        turns += 1
        handle = loop.call_soon(count)

    handle = loop.call_soon(count)
    result = await asyncio.sleep(delay, f"slept {delay}")
    handle.cancel()
    return result, turns


async def main():
    print(await asyncio.sleep(0.01, result="short"))
    print(await asyncio.sleep(0, "none at all"))
    print(await asyncio.sleep(0))
    print(await turns_of(0))
    print(await turns_of(-5))
    try:
        await asyncio.sleep("soon")
    except TypeError as error:
        print(type(error).__name__)


asyncio.run(main())
