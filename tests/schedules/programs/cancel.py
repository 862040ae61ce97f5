import asyncio


async def part():
    print("begins")
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("is cancelled")
        raise


async def main():
    task = asyncio.create_task(part())
    await asyncio.sleep(1)
    print("cancels")
    task.cancel()
    print("has asked")
    try:
        await task
    except asyncio.CancelledError:
        print("main knows")


asyncio.run(main())
