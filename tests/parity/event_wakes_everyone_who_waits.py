"""set() wakes all who wait for an Event, in order; clear() makes later ones wait again."""

import asyncio


async def waiter(name, event):
    print(name, "waits, set:", event.is_set())
    print(name, "goes on:", await event.wait())


async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(waiter(f"w{n}", event)) for n in range(3)]
    await asyncio.sleep(0)
    event.set()
    event.clear()
    print("set and cleared at once")
    tasks.append(asyncio.create_task(waiter("late", event)))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print([task.done() for task in tasks])

    tasks[3].cancel()
    await asyncio.sleep(0)
    tasks.append(asyncio.create_task(waiter("last", event)))
    await asyncio.sleep(0)
    event.set()
    await tasks[4]
    print("an event that is set does not make one wait:", await event.wait())
    print("cancelled:", [task.cancelled() for task in tasks])


asyncio.run(main())
