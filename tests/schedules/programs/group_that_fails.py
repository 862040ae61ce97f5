import asyncio


async def bad():
    await asyncio.sleep(1)
    print("fails")
    raise ValueError


async def good():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("is cancelled")
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(bad())
            group.create_task(good())
            print("inside")
    except* ValueError:
        print("caught")


asyncio.run(main())
