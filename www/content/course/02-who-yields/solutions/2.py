import asyncio


class Turn:
    def __await__(self):
        yield


async def count(name):
    for number in (1, 2, 3):
        await Turn()
        print(name, number)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(count("A"))
        group.create_task(count("B"))


asyncio.run(main())
