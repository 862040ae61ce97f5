"""In one pass, callbacks that were already ready come before timers that just came due."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    order = []

    def late(name):
        order.append(name)
        # Scheduled from a timer's callback: one pass later, like from any callback.
        loop.call_soon(order.append, name + "'s child")

    deadline = loop.time() + 0.03
    loop.call_at(deadline, late, "timer")
    loop.call_at(deadline - 0.01, late, "earlier timer")
    while loop.time() < deadline + 0.01:
        pass                                  # both timers come due while we keep the loop busy
    loop.call_soon(order.append, "ready 1")
    loop.call_soon(order.append, "ready 2")
    await asyncio.sleep(0)
    order.append("main: first turn")
    await asyncio.sleep(0)
    order.append("main: second turn")
    await asyncio.sleep(0)
    for entry in order:
        print(entry)


asyncio.run(main())
