import asyncio


async def part(name):
    print(name)
    await asyncio.sleep(1)
    print(name, "ends")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(part("A"))
        group.create_task(part("B"))
        print("inside")
    print("behind")


asyncio.run(main())
