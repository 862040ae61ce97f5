"""notify(n) wakes n of the waiters in order; each goes on only with the lock in hand."""

import asyncio


async def waiter(name, condition):
    async with condition:
        print(name, "waits")
        await condition.wait()
        print(name, "woken, has the lock:", condition.locked())
        await asyncio.sleep(0)
        print(name, "leaves")


async def main():
    condition = asyncio.Condition()
    tasks = [asyncio.create_task(waiter(f"w{n}", condition)) for n in range(5)]
    await asyncio.sleep(0)
    for label, notify in (("notify()", condition.notify),
                          ("notify(2)", lambda: condition.notify(2)),
                          ("notify_all()", condition.notify_all)):
        async with condition:
            print("--", label)
            notify()
        for _ in range(10):
            await asyncio.sleep(0)
    print([task.done() for task in tasks])

    for action in (condition.notify, condition.wait):
        try:
            result = action()
            await result
        except RuntimeError as error:
            print(error)


asyncio.run(main())
