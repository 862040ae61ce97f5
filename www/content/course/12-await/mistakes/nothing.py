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
    wait("A", 3), wait("B", 1), wait("C", 2), wait("D", 0)


asyncio.run(main())
