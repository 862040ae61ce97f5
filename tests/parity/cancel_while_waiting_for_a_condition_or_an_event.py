"""A waiter cancelled in Condition.wait takes the lock again before it leaves."""

import asyncio


async def on_condition(name, condition):
    async with condition:
        try:
            await condition.wait()
            print(name, "woken")
        except asyncio.CancelledError:
            print(name, "cancelled, has the lock:", condition.locked())
            raise


async def on_event(name, event):
    try:
        await event.wait()
        print(name, "woken")
    except asyncio.CancelledError:
        print(name, "cancelled, set:", event.is_set())
        raise


async def main():
    condition = asyncio.Condition()
    task = asyncio.create_task(on_condition("c0", condition))
    await asyncio.sleep(0)
    async with condition:
        task.cancel()
        for _ in range(3):
            await asyncio.sleep(0)
        print("it needs the lock to leave; done:", task.done())
    await asyncio.wait([task])
    print("cancelled:", task.cancelled(), "lock is free:", not condition.locked())

    tasks = [asyncio.create_task(on_condition(f"c{n}", condition)) for n in (1, 2)]
    await asyncio.sleep(0)
    async with condition:
        condition.notify_all()
    await asyncio.wait(tasks)
    print([task.cancelled() for task in tasks])

    event = asyncio.Event()
    tasks = [asyncio.create_task(on_event(f"e{n}", event)) for n in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    event.set()
    await asyncio.wait(tasks)
    print([task.cancelled() for task in tasks])


asyncio.run(main())
