"""call_soon_threadsafe from the loop's own thread joins the same queue as call_soon."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    order = []
    loop.call_soon(order.append, "soon 1")
    handle = loop.call_soon_threadsafe(order.append, "threadsafe 2")
    loop.call_soon(order.append, "soon 3")
    loop.call_soon_threadsafe(order.append, "threadsafe 4")
    cancelled = loop.call_soon_threadsafe(order.append, "never")
    cancelled.cancel()
    print("a handle like any other:", isinstance(handle, asyncio.Handle), handle.cancelled())
    await asyncio.sleep(0)
    print(order)

    # From inside a callback it still waits for the next pass.
    loop.call_soon(loop.call_soon_threadsafe, order.append, "from a callback")
    await asyncio.sleep(0)
    print(len(order), "so far")
    await asyncio.sleep(0)
    print(order[-1])


asyncio.run(main())
