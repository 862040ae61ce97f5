"""`async with` awaits __aenter__ and __aexit__, and __aexit__ may swallow the exception."""

import asyncio


class Door:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    async def __aenter__(self):
        print("opening", self.name)
        await asyncio.sleep(0)
        print("open", self.name)
        return self.name.upper()

    async def __aexit__(self, kind, error, tb):
        print("closing", self.name, "because of", repr(error))
        await asyncio.sleep(0)
        print("closed", self.name)
        return self.swallow


async def through(*doors, error=None):
    async with doors[0] as first, doors[1] as second:
        print("between", first, "and", second)
        if error:
            raise error
    print("out")


async def main():
    await through(Door("a"), Door("b"))
    await through(Door("c"), Door("d", swallow=True), error=ValueError("inside"))
    try:
        await through(Door("e"), Door("f"), error=ValueError("inside"))
    except ValueError as error:
        print("main:", error)

    # A cancellation is an exception like any other here.
    async def stay():
        async with Door("g"):
            await asyncio.get_running_loop().create_future()

    task = asyncio.create_task(stay())
    for _ in range(3):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print("cancelled:", task.cancelled())


asyncio.run(main())
