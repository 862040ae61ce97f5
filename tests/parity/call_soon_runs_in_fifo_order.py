"""Callbacks given to call_soon run once each, in the order they were given."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    order = []
    for n in range(20):
        loop.call_soon(order.append, n)
    print("scheduled, none has run:", order)
    await asyncio.sleep(0)
    print("one turn later:", order)
    print("in order?", order == sorted(order))

    # Arguments are positional and kept as they are.
    loop.call_soon(lambda *args: print("args:", args), 1, "two", [3])
    loop.call_soon(print)
    loop.call_soon(print, "after the empty line")
    await asyncio.sleep(0)


asyncio.run(main())
