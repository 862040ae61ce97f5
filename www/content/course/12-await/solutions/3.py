import asyncio


class GiveWay:
    def __init__(self, number):
        self.number = number

    def __await__(self):
        yield from [None] * self.number
        return self.number


async def wait(name, number):
    print(name, await GiveWay(number))


async def main():
    await asyncio.gather(wait("A", 3), wait("B", 1), wait("C", 2), wait("D", 0))


asyncio.run(main())
