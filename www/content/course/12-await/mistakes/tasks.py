import asyncio


class GiveWay:
    def __init__(self, number):
        self.number = number

    def __await__(self):
        for _ in range(self.number):
            yield
        return self.number


async def wait(name, number):
    print(name, await GiveWay(number))


async def main():
    await wait("A", 3)
    await wait("B", 1)
    await wait("C", 2)
    await wait("D", 0)


asyncio.run(main())
