"""`as_completed` of futures with methods of their own, in loops with methods of their own, and with classes changed."""

import asyncio
from asyncio import tasks


class Loud(asyncio.Future):
    def result(self):
        print("result() of mine")
        return super().result()

    def add_done_callback(self, callback, *, context=None):
        print("add_done_callback() of mine")
        super().add_done_callback(callback, context=context)


class Awaitable:
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return "awaited"


class Loop(asyncio.SelectorEventLoop):
    def create_task(self, coro, **kwargs):
        print("create_task() of mine")
        return super().create_task(coro, **kwargs)

    def call_later(self, delay, callback, *args, context=None):
        print("call_later() of mine", delay)
        return super().call_later(delay, callback, *args, context=context)


async def child(value):
    await asyncio.sleep(0)
    return value


async def futures():
    loop = asyncio.get_running_loop()
    loud = Loud(loop=loop)
    loop.call_soon(lambda: loud.set_result("loud"))
    for one in asyncio.as_completed([loud]):
        print(await one)
    async for one in asyncio.as_completed([loud]):
        print(one is loud)
    print([await one for one in asyncio.as_completed([Awaitable()])])


async def loops():
    for one in asyncio.as_completed([child("a")], timeout=3):
        print(await one)


async def classes():
    original = tasks._AsCompletedIterator._handle_completion

    def changed(self, future):
        print("_handle_completion() of mine")
        original(self, future)

    tasks._AsCompletedIterator._handle_completion = changed
    try:
        for one in asyncio.as_completed([child("b")]):
            print(await one)
        async for one in asyncio.as_completed([child("c")]):
            print(await one)
    finally:
        tasks._AsCompletedIterator._handle_completion = original
    for one in asyncio.as_completed([child("d")]):
        print(await one)


async def subclasses():
    class Iterator(tasks._AsCompletedIterator):
        async def _wait_for_one(self, resolve=False):
            print("waits", resolve)
            return await super()._wait_for_one(resolve)

    iterator = Iterator([child("e"), child("f")], None)
    print(sorted([await one for one in iterator]))
    iterator = Iterator([child("g")], None)
    print([await one async for one in iterator])


async def another_loop():
    other = asyncio.new_event_loop()
    future = other.create_future()
    try:
        asyncio.as_completed([future])
    except ValueError as error:
        print(error)
    other.close()


asyncio.run(futures())
with asyncio.Runner(loop_factory=Loop) as runner:
    runner.run(loops())
for main in (classes, subclasses, another_loop):
    asyncio.run(main())
