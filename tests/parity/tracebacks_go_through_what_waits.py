"""An exception that comes out of a coroutine of the library has come through its functions."""

import asyncio
import traceback


async def fail():
    await asyncio.sleep(0)
    raise ValueError("failed")


def functions(error):
    return [frame.name for frame in traceback.extract_tb(error.__traceback__)]


async def outcome_of(what):
    try:
        await what
    except BaseException as error:
        return type(error).__name__, functions(error)


async def cancelled(what):
    task = asyncio.create_task(outcome_of(what))
    for _ in range(3):
        await asyncio.sleep(0)
    task.cancel()
    return await task


async def inside(what):
    async with what:
        pass


async def notified(condition):
    async with condition:
        await condition.wait()


async def main():
    full, lock = asyncio.Queue(1), asyncio.Lock()
    full.put_nowait(1)
    await lock.acquire()
    waiting = {
        "get": asyncio.Queue().get(),
        "put": full.put(2),
        "acquire": lock.acquire(),
        "async with": inside(lock),
        "event": asyncio.Event().wait(),
        "semaphore": asyncio.Semaphore(0).acquire(),
        "condition": notified(asyncio.Condition()),
        "wait_for": asyncio.wait_for(asyncio.Event().wait(), 5),
    }
    for name, what in waiting.items():
        print(name, *await cancelled(what))
    print("failed in time", *await outcome_of(asyncio.wait_for(fail(), 5)))
    print("too late", *await outcome_of(asyncio.wait_for(asyncio.Event().wait(), 0.001)))
    for what in (asyncio.Queue().get_nowait, lambda: full.put_nowait(2), asyncio.Lock().release):
        try:
            what()
        except Exception as error:
            print(type(error).__name__, functions(error))


asyncio.run(main())
