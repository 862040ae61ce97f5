"""A coroutine object that is dropped without being awaited makes a RuntimeWarning."""

import asyncio
import gc
import warnings


async def forgotten(n):
    print("never printed", n)


async def main():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        forgotten(1)                       # called, not awaited
        gc.collect()
        coro = forgotten(2)
        coro.close()                       # closed: no complaint
        del coro
        gc.collect()
        task = asyncio.create_task(forgotten_no_more())
        await task                         # run: no complaint
        del task
        gc.collect()
    for warning in caught:
        print(warning.category.__name__, "-", str(warning.message).split("\n")[0])
    print("warnings:", len(caught))


async def forgotten_no_more():
    print("this one runs")


asyncio.run(main())
