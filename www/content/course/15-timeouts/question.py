import asyncio


async def work():
    print("work")
    try:
        await asyncio.sleep(5)
    finally:
        print("tidy up")
        await asyncio.sleep(3)
        print("tidy")


async def clock():
    await asyncio.sleep(2)
    print("two seconds")


async def main():
    watching = asyncio.create_task(clock())
    try:
        async with asyncio.timeout(1):
            await work()
    except TimeoutError:
        print("timeout")
    await watching


asyncio.run(main())
