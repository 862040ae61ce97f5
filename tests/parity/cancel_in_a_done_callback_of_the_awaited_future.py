"""A done callback that runs before the wake-up can still cancel the waiting task."""

import asyncio


async def waiter(future):
    try:
        return await future
    except asyncio.CancelledError:
        return "cancelled between result and wake-up"


async def main():
    loop = asyncio.get_running_loop()

    future = loop.create_future()
    tasks = []
    future.add_done_callback(lambda f: print("before: cancel ->", tasks[0].cancel()))
    tasks.append(asyncio.create_task(waiter(future)))
    await asyncio.sleep(0)
    future.add_done_callback(lambda f: print("after: cancel ->", tasks[0].cancel()))
    future.set_result("the result")
    print(await tasks[0])

    future = loop.create_future()
    tasks = [asyncio.create_task(waiter(future))]
    await asyncio.sleep(0)
    future.add_done_callback(lambda f: print("only after: cancel ->", tasks[0].cancel()))
    future.set_result("the result")
    print(await tasks[0])


asyncio.run(main())
