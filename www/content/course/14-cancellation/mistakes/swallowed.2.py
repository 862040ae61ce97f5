import asyncio


async def cook():
    print("stove on")
    try:
        await asyncio.sleep(5)
        print("served")
    except asyncio.CancelledError:
        pass
    print("stove off")


async def main():
    patience = int(input())
    task = asyncio.create_task(cook())
    await asyncio.sleep(patience)
    task.cancel()
    await task
    print("cancelled" if patience < 5 else "eaten")


asyncio.run(main())
