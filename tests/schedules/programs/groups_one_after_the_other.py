import asyncio


async def part(name):
    await asyncio.sleep(1)
    print(name)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(part("A"))
        group.create_task(part("B"))
    async with asyncio.TaskGroup() as group:
        group.create_task(part("C"))
        group.create_task(part("D"))
    print("main")


asyncio.run(main())
