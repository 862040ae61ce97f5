"""acquire on a free lock does not give way; release of a free one is an error."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    lock = asyncio.Lock()
    loop.call_soon(print, "    the loop turned")
    print("acquire:", await lock.acquire())
    print("no turn; locked:", lock.locked())
    lock.release()
    async with lock as nothing:
        print("async with gives", nothing)
    await asyncio.sleep(0)
    try:
        lock.release()
    except RuntimeError as error:
        print(error)
    try:
        with lock:
            print("never")
    except (TypeError, AttributeError) as error:
        print("plain with is refused")

    # Not re-entrant: a second acquire by the holder waits for itself.
    await lock.acquire()
    second = asyncio.create_task(lock.acquire())
    await asyncio.sleep(0)
    print("second acquire done:", second.done())
    lock.release()
    print("now:", await second, lock.locked())


asyncio.run(main())
