"""A future's callbacks are scheduled in the order they were added, and never run at once."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    order = []

    for name in ("first", "second", "third"):
        future.add_done_callback(lambda f, name=name: order.append((name, f.result())))
    loop.call_soon(order.append, "soon, before the result")
    future.set_result("r")
    loop.call_soon(order.append, "soon, after the result")
    print("set_result runs nothing:", order)
    future.add_done_callback(lambda f: order.append("added to a done future"))
    print("nor does adding to a done one:", order)
    await asyncio.sleep(0)
    print(*order, sep="\n")


asyncio.run(main())
