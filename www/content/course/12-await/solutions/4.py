import asyncio


class GiveWay:
    def __init__(self, number):
        self.number = number
        self.left = number

    def __await__(self):
        return self

    def __iter__(self):
        return self

    def __next__(self):
        if not self.left:
            raise StopIteration(self.number)
        self.left -= 1


async def wait(name, number):
    print(name, await GiveWay(number))


async def main():
    await asyncio.gather(wait("A", 3), wait("B", 1), wait("C", 2), wait("D", 0))


asyncio.run(main())
