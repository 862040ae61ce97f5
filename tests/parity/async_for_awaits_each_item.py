"""`async for` awaits __anext__ for each item, and StopAsyncIteration ends it."""

import asyncio


class Countdown:
    def __init__(self, start):
        self.left = start

    def __aiter__(self):
        print("__aiter__")
        return self

    async def __anext__(self):
        if self.left == 0:
            raise StopAsyncIteration
        await asyncio.sleep(0)
        self.left -= 1
        return self.left + 1


async def ticker():
    for n in range(3):
        print("    tick", n)
        await asyncio.sleep(0)


async def main():
    task = asyncio.create_task(ticker())
    async for n in Countdown(3):
        print("item", n)
    else:
        print("else: nothing left")
    await task

    async for n in Countdown(5):
        if n == 4:
            print("break at", n)
            break
    else:
        print("never")

    iterator = Countdown(1)
    print(await anext(iterator), await anext(iterator, "a default"))
    try:
        async for n in [1, 2]:
            pass
    except TypeError as error:
        print(error)


asyncio.run(main())
