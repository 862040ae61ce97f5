"""However deep the await chain, one step of one task carries a result all the way up."""

import asyncio


async def link(depth, future):
    if depth == 0:
        return await future
    return 1 + await link(depth - 1, future)


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    task = asyncio.create_task(link(60, future))
    await asyncio.sleep(0)
    future.set_result(1000)
    turns = 0
    while not task.done():
        turns += 1
        await asyncio.sleep(0)
    print("result", task.result(), "after", turns, "turn")


asyncio.run(main())
