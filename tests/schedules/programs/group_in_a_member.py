import asyncio


async def leaf(name):
    await asyncio.sleep(0)
    print(name)


async def branch():
    async with asyncio.TaskGroup() as group:
        group.create_task(leaf("A"))
        group.create_task(leaf("B"))
    print("branch")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(branch())
        group.create_task(leaf("C"))
    print("main")


asyncio.run(main())
