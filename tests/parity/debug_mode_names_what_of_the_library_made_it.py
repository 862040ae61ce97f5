"""In debug mode what the library makes remembers which of its functions made it."""

import asyncio


def made_by(future):
    return [frame.name for frame in future._source_traceback][-2:]


def is_made_by(function, task):
    """Whether that is among the last: there may be a task factory that the program does not know of."""
    return function in [frame.name for frame in task._source_traceback][-3:]


async def waiting(name, coroutine):
    """Where what a task waits for was made, and the task itself."""
    task = asyncio.create_task(coroutine)
    for _ in range(3):
        await asyncio.sleep(0)
    print(name, made_by(task._fut_waiter), is_made_by("create_task", task))
    task.cancel()
    await asyncio.wait([task])


async def main():
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = 1000
    lock = asyncio.Lock()
    await lock.acquire()
    semaphore = asyncio.Semaphore(0)
    full = asyncio.Queue(1)
    full.put_nowait(1)
    condition = asyncio.Condition()

    async def notified():
        async with condition:
            await condition.wait()

    async def entering():
        async with lock:
            pass

    async def grouped():
        async with asyncio.TaskGroup() as group:
            print("group", is_made_by("create_task", group.create_task(asyncio.sleep(10))))

    async def limited():
        async with asyncio.timeout(10):
            await asyncio.sleep(5)

    await waiting("sleep", asyncio.sleep(10))
    await waiting("Lock.acquire", lock.acquire())
    await waiting("async with", entering())
    await waiting("Semaphore.acquire", semaphore.acquire())
    await waiting("Event.wait", asyncio.Event().wait())
    await waiting("Condition.wait", notified())
    await waiting("Queue.get", asyncio.Queue().get())
    await waiting("Queue.put", full.put(2))
    await waiting("Queue.join", full.join())
    await waiting("wait", asyncio.wait([loop.create_future()]))
    await waiting("wait_for", asyncio.wait_for(loop.create_future(), 10))
    await waiting("TaskGroup", grouped())
    await waiting("timeout", limited())
    gathered = asyncio.gather(asyncio.sleep(10), loop.create_future())
    print("gather", made_by(gathered), is_made_by("ensure_future", gathered._children[0]))
    shielded = asyncio.shield(asyncio.sleep(10))
    print("shield", made_by(shielded))
    print("ensure_future", is_made_by("ensure_future", asyncio.ensure_future(asyncio.sleep(10))))
    print("create_task", is_made_by("create_task", asyncio.create_task(asyncio.sleep(10), name="named")))
    gathered.cancel()
    print(await asyncio.gather(gathered, return_exceptions=True))


asyncio.run(main(), debug=True)
