"""Only awaitables can be awaited; the error is raised at the await."""

import asyncio


class NotAnIterator:
    def __await__(self):
        return 42


class Delegating:
    def __init__(self, awaitable):
        self.awaitable = awaitable

    def __await__(self):
        print("    __await__ called")
        result = yield from self.awaitable.__await__()
        return f"<{result}>"


class Immediate:
    def __await__(self):
        return iter(())


async def answer():
    await asyncio.sleep(0)
    return 42


async def main():
    for thing in (None, 1, "text", NotAnIterator()):
        try:
            await thing
        except TypeError as error:
            print(type(thing).__name__, "- TypeError")
    print("delegating:", await Delegating(answer()))
    print("in a task:", await asyncio.ensure_future(Delegating(answer())))
    print("immediate:", await Immediate())
    print("gathered:", await asyncio.gather(Delegating(answer()), Immediate()))


asyncio.run(main())
