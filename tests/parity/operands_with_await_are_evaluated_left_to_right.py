"""An await in the middle of an expression suspends it there; the rest waits its turn."""

import asyncio


async def value(n):
    print("    before", n)
    await asyncio.sleep(0)
    print("    after", n)
    return n


async def change(box):
    await asyncio.sleep(0)
    box["count"] += 100


async def main():
    print(await value(1) + await value(2) * await value(3))
    print([await value(4), await value(5)], {await value(6): await value(7)})
    print(await value(0) and await value(8), await value(9) or await value(10))
    print(await value(1) < await value(3) < await value(2))

    # The left operand is read before the await: somebody else's change in between is lost.
    box = {"count": 0}
    task = asyncio.create_task(change(box))
    box["count"] = box["count"] + await value(1)
    await task
    box["count"] += await value(1)
    print(box)
    box = {"count": 0}
    task = asyncio.create_task(change(box))
    await asyncio.sleep(0)
    box["count"] = box["count"] + await value(1)
    print("a lost update:", box)
    await task


asyncio.run(main())
