import asyncio


async def download():
    try:
        for percent in 25, 50, 75, 100:
            await asyncio.sleep(1)
            print(percent, "%")
    except asyncio.CancelledError:
        print("asked to stop")
        raise
    finally:
        print("file closed")


async def main():
    task = asyncio.create_task(download())
    await asyncio.sleep(2.5)
    print("cancel:", task.cancel())
    print("done:", task.done())
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled:", task.cancelled())


asyncio.run(main())
