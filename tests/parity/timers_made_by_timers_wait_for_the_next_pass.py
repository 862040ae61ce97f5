"""A timer that is overdue when it is made still runs in the next pass, never in this one."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    order = []

    def first():
        order.append("first")
        loop.call_at(loop.time() - 10, order.append, "made by first")
        loop.call_soon(order.append, "soon by first")

    def second():
        order.append("second")

    loop.call_at(loop.time() - 5, first)
    loop.call_at(loop.time() - 4, second)
    for turn in range(3):
        await asyncio.sleep(0)
        order.append(f"-- turn {turn}")
    print(*order, sep="\n")


asyncio.run(main())
