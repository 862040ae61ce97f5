import asyncio


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(work())


async def work():
    raise ValueError("no")


asyncio.run(main())
