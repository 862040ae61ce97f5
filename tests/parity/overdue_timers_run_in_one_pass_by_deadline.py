"""Timers that are already due join the next pass together, ordered by deadline."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    now = loop.time()
    order = []
    # Deadlines in the past make the order certain without any waiting.
    for ago in (3, 9, 1, 7, 5, 8, 2, 6, 4):
        loop.call_at(now - ago, order.append, ago)
    loop.call_soon(order.append, "soon")
    print("before:", order)
    await asyncio.sleep(0)
    print("after one turn:", order)
    await asyncio.sleep(0)
    print("after two:", order)


asyncio.run(main())
