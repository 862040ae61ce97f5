"""wait_for returns the result or raises the exception, if that comes in time."""

import asyncio


async def work(turns, error=None):
    for _ in range(turns):
        await asyncio.sleep(0)
    if error:
        raise error
    return "result"


async def main():
    print("coroutine:", await asyncio.wait_for(work(3), 10))
    print("task:", await asyncio.wait_for(asyncio.create_task(work(3)), 10))
    print("no timeout:", await asyncio.wait_for(work(3), None))
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(future.set_result, "set")
    print("future:", await asyncio.wait_for(future, 10))
    print("done future, no time:", await asyncio.wait_for(future, 0))
    try:
        await asyncio.wait_for(work(2, LookupError("inside")), 10)
    except LookupError as error:
        print("exception:", error)


asyncio.run(main())
