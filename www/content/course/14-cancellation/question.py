import asyncio


async def work():
    print("work begins")
    try:
        await asyncio.sleep(10)
    finally:
        print("clean up")
        await asyncio.sleep(1)
        print("all clean")


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(1)
    task.cancel()
    print("cancel() was called")
    await asyncio.sleep(0)
    print("main goes on")
    await asyncio.wait([task])
    print("cancelled:", task.cancelled())


asyncio.run(main())
