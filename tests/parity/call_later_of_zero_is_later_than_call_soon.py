"""call_later(0) goes through the timers: call_soon, even called afterwards, goes first."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    order = []
    loop.call_later(0, order.append, "later(0)")
    loop.call_later(-1, order.append, "later(-1)")
    loop.call_soon(order.append, "soon")
    loop.call_at(0, order.append, "at(0)")      # the beginning of time is long past
    loop.call_soon(order.append, "soon too")
    await asyncio.sleep(0)
    await asyncio.sleep(0.03)
    print(order)
    try:
        loop.call_later(None, print)
    except TypeError as error:
        print(error)
    try:
        loop.call_at(None, print)
    except TypeError as error:
        print(error)


asyncio.run(main())
