"""run_coroutine_threadsafe gives a concurrent future, filled when the loop has run the coroutine."""

import asyncio


async def work(n):
    print("    working on", n)
    await asyncio.sleep(0)
    if n < 0:
        raise ValueError(n)
    return n * n


async def main():
    loop = asyncio.get_running_loop()
    good = asyncio.run_coroutine_threadsafe(work(7), loop)
    bad = asyncio.run_coroutine_threadsafe(work(-1), loop)
    cancelled = asyncio.run_coroutine_threadsafe(asyncio.sleep(1000), loop)
    print("a concurrent future:", type(good).__module__, good.done())
    turns = 0
    while not (good.done() and bad.done()):
        turns += 1
        await asyncio.sleep(0)
    print("result:", good.result(), "exception:", repr(bad.exception()))
    print("cancel:", cancelled.cancel())
    await asyncio.sleep(0)
    print("cancelled:", cancelled.cancelled())
    try:
        asyncio.run_coroutine_threadsafe(42, loop)
    except TypeError as error:
        print(error)


asyncio.run(main())
