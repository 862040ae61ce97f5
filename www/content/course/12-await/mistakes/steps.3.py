import asyncio


class GiveWay:
    def __init__(self, number):
        self.number = number

    async def nothing(self):
        pass

    async def give_way(self):
        for _ in range(self.number):
            await self.nothing()
        return self.number

    def __await__(self):
        return self.give_way().__await__()


async def wait(name, number):
    print(name, await GiveWay(number))


async def main():
    await asyncio.gather(wait("A", 3), wait("B", 1), wait("C", 2), wait("D", 0))


asyncio.run(main())
