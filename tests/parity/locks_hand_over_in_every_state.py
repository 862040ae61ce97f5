"""Locks, events, conditions and semaphores: who gets them, and what is left when somebody gives up."""

import asyncio
import inspect


async def main():
    lock = asyncio.Lock()
    e = asyncio.Event()
    s = asyncio.Semaphore(2)
    c = asyncio.Condition()
    b = asyncio.BoundedSemaphore(1)

    async def a(n):
        async with lock:
            print("in", n)
            await asyncio.sleep(0)

    await asyncio.gather(*[a(i) for i in range(3)])

    async def w():
        print(await e.wait())

    t = [asyncio.create_task(w()) for _ in range(3)]
    await asyncio.sleep(0)
    t[1].cancel()
    e.set()
    print(await asyncio.gather(*t, return_exceptions=True), e.is_set())

    async def cw(n):
        async with c:
            print(await c.wait(), n)

    t = [asyncio.create_task(cw(i)) for i in range(3)]
    await asyncio.sleep(0)
    print(c.locked(), len(c._waiters))
    async with c:
        c.notify(2)
    await asyncio.sleep(0.01)
    print(c.locked(), len(c._waiters))
    t[2].cancel()
    print(await asyncio.gather(*t, return_exceptions=True), len(c._waiters))
    try:
        b.release()
    except ValueError as x:
        print(x)
    try:
        lock.release()
    except RuntimeError as x:
        print(x)
    print(
        inspect.iscoroutinefunction(lock.acquire),
        inspect.signature(asyncio.Event.set),
        asyncio.Event.wait.__qualname__,
    )
    co = e.wait()
    print(str(co)[:32], co.cr_frame is not None)
    co.close()
    async with b:
        print(b.locked())
    print(s._value, lock._locked, lock._waiters, c._waiters, e._waiters)


asyncio.run(main())
try:
    asyncio.Event(1)
except TypeError as x:
    print(x)
