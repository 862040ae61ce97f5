"""A loop's time() is asked by the loop itself, whether a subclass has another or the loop does."""

import asyncio


class Ahead(asyncio.SelectorEventLoop):
    ahead = 0.0

    def time(self):
        return super().time() + self.ahead


async def by_class():
    loop = asyncio.get_running_loop()
    loop.call_later(3600, print, "an hour later, by a loop that is ahead")
    print("before")
    loop.ahead = 4000
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("after")


async def by_attribute():
    loop = asyncio.get_running_loop()
    loop.call_later(3600, print, "an hour later, by a time that was replaced")
    time = loop.time
    loop.time = lambda: time() + 4000
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("replaced")
    del loop.time
    loop.call_later(3600, print, "never")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("its own again")


class Broken(asyncio.SelectorEventLoop):
    """It fails once it is broken."""

    broken = False

    def time(self):
        if self.broken:
            self.broken = False
            raise LookupError("the clock has stopped")
        return super().time()


async def break_it():
    asyncio.get_running_loop().broken = True
    await asyncio.sleep(0)
    print("not reached in that turn")


class Counting(asyncio.SelectorEventLoop):
    at = 0

    def call_at(self, *args, **kwargs):
        self.at += 1
        return super().call_at(*args, **kwargs)


async def counted():
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0.001)
    loop.call_later(5, print).cancel()
    async with asyncio.timeout(1):
        pass
    await asyncio.wait_for(asyncio.sleep(0), 1)
    return loop.at


class Soon(asyncio.SelectorEventLoop):
    """It tells what is scheduled by name."""

    def call_soon(self, callback, *args, context=None):
        print("soon", getattr(callback, "__name__", type(callback).__name__))
        return super().call_soon(callback, *args, context=context)


async def scheduled():
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(future.set_result, "done")
    return await future


asyncio.run(by_class(), loop_factory=Ahead)
asyncio.run(by_attribute())
try:
    asyncio.run(break_it(), loop_factory=Broken)
except LookupError as error:
    print(repr(error))
print(asyncio.run(counted(), loop_factory=Counting))

loop = Soon()
print(loop.run_until_complete(scheduled()))
loop.close()
