import asyncio


async def cook():
    print("stove on")
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("stove off")
        raise
    print("served")


async def main():
    patience = int(input())
    task = asyncio.create_task(cook())
    await asyncio.sleep(patience)
    task.cancel()
    try:
        await task
        print("eaten")
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
