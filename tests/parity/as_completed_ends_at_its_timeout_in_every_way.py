"""`as_completed` and its timeout: in time, too late, in the middle; and what happens when the waiting is cancelled."""

import asyncio


async def child(seconds, value):
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        print("child", value, "cancelled")
        raise
    return value


async def plain():
    tasks = [asyncio.create_task(child(seconds, seconds)) for seconds in (0, 0.01, 10, 20)]
    iterator = asyncio.as_completed(tasks, timeout=0.1)
    for one in iterator:
        try:
            print(await one)
        except TimeoutError as error:
            print("TimeoutError", error.args, error.__cause__, error.__context__, iterator._todo)
    print([task.done() for task in tasks], [task._asyncio_awaited_by for task in tasks])
    print([task._callbacks for task in tasks])
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


async def asynchronous():
    tasks = [asyncio.create_task(child(seconds, seconds)) for seconds in (0, 10, 20)]
    iterator = asyncio.as_completed(tasks, timeout=0.05)
    try:
        async for task in iterator:
            print(task.result())
    except TimeoutError as error:
        print("TimeoutError", error.args)
    print(iterator._todo_left, iterator._done.qsize())
    try:
        await anext(iterator)
    except TimeoutError:
        print("again")
    try:
        await anext(iterator)
    except StopAsyncIteration:
        print("no more")
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


async def no_time():
    for timeout in (0, -1):
        iterator = asyncio.as_completed([child(0, "a")], timeout=timeout)
        try:
            print(await next(iterator))
        except TimeoutError:
            print("no time", timeout)
    done = asyncio.get_running_loop().create_future()
    done.set_result("there already")
    try:
        print(await next(asyncio.as_completed([done], timeout=0)))
    except TimeoutError:
        print("no time for what was done")


async def cancelled():
    async def wait():
        for one in iterator:
            print(await one)

    iterator = asyncio.as_completed([child(0, "first"), child(0.02, "second")])
    waiting = asyncio.create_task(wait())
    await asyncio.sleep(0.01)
    waiting.cancel("enough")
    try:
        await waiting
    except asyncio.CancelledError as error:
        print("cancelled", error.args)
    print(iterator._todo_left, len(iterator._todo), len(iterator._done._getters))
    # The task that was to be second goes on; nobody asks for it.
    await asyncio.sleep(0.05)
    print(len(iterator._todo), iterator._done.qsize())


async def cancelled_when_woken():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    iterator = asyncio.as_completed([future])
    waiting = asyncio.create_task(anext(iterator))
    await asyncio.sleep(0)
    future.set_result("there")
    await asyncio.sleep(0)
    waiting.cancel()
    try:
        await waiting
    except asyncio.CancelledError:
        print("cancelled", iterator._done.qsize())


for main in (plain, asynchronous, no_time, cancelled, cancelled_when_woken):
    print(main.__name__)
    asyncio.run(main())
