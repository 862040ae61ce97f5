import asyncio


async def part():
    await asyncio.sleep(2)
    print("part ends")


async def main():
    task = asyncio.create_task(part())
    try:
        async with asyncio.timeout(1):
            await asyncio.shield(task)
    except TimeoutError:
        print("too late")
    await task
    print("main ends")


asyncio.run(main())
