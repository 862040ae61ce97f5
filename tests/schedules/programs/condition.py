import asyncio


async def waiter(condition):
    async with condition:
        print("waits")
        await condition.wait()
        print("notified")


async def main():
    condition = asyncio.Condition()
    task = asyncio.create_task(waiter(condition))
    await asyncio.sleep(1)
    async with condition:
        print("notifies")
        condition.notify()
        print("still has it")
    await task
    print("main")


asyncio.run(main())
