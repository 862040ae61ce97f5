import asyncio


async def part():
    print("task")


async def main():
    task = asyncio.create_task(part())
    await asyncio.sleep(1)
    print("awake")
    await task
    print("main")


asyncio.run(main())
