"""What queues, time limits, gatherings and groups give, raise and leave behind."""

import asyncio
import inspect


async def main():
    q = asyncio.Queue(2)

    async def prod(n):
        for i in range(4):
            await q.put((n, i))
            print("put", n, i)

    async def cons(n):
        while True:
            x = await q.get()
            print("got", n, x)
            q.task_done()

    cs = [asyncio.create_task(cons(i)) for i in range(2)]
    await asyncio.gather(prod("a"), prod("b"))
    await q.join()
    print(str(q), q.qsize(), q.empty(), q.full())
    for c in cs:
        c.cancel()
    print(await asyncio.gather(*cs, return_exceptions=True))
    try:
        q.get_nowait()
    except asyncio.QueueEmpty as e:
        print(repr(e))
    q.put_nowait(1)
    q.put_nowait(2)
    try:
        q.put_nowait(3)
    except asyncio.QueueFull as e:
        print(repr(e))
    q.shutdown()
    try:
        await q.put(1)
    except asyncio.QueueShutDown as e:
        print(repr(e))
    print(await q.get(), await q.get())
    try:
        await q.get()
    except asyncio.QueueShutDown as e:
        print(repr(e))
    p = asyncio.PriorityQueue()
    last = asyncio.LifoQueue()
    for i in (3, 1, 2):
        p.put_nowait(i)
        await last.put(i)
    print([p.get_nowait() for _ in range(3)], [await last.get() for _ in range(3)])

    class U(asyncio.Queue):
        def _init(self, m):
            self._queue = set()

        def _put(self, i):
            self._queue.add(i)

        def _get(self):
            return self._queue.pop()

    u = U()
    await u.put(1)
    await u.put(1)
    print(u.qsize(), await u.get())

    # wait_for
    async def slow(t, v):
        await asyncio.sleep(t)
        return v

    print(await asyncio.wait_for(slow(0, 1), 1), await asyncio.wait_for(slow(0.01, 2), timeout=None))
    try:
        await asyncio.wait_for(slow(1, 1), 0.01)
    except TimeoutError as e:
        print(repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__)

    async def swallow():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            return "swallowed"

    print(await asyncio.wait_for(swallow(), 0.01), asyncio.current_task().cancelling())

    async def other():
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            raise KeyError("k")

    try:
        await asyncio.wait_for(other(), 0.01)
    except KeyError as e:
        print(repr(e), repr(e.__context__), repr(e.__context__.__cause__))
    f = asyncio.get_running_loop().create_future()
    f.set_result(5)
    print(await asyncio.wait_for(f, 1))
    try:
        async with asyncio.timeout(0.01) as t:
            await asyncio.sleep(1)
    except TimeoutError as e:
        print(repr(e), t, t.expired(), t.when() is not None)
    async with asyncio.timeout(5) as t:
        print(t.expired())
    print(t)
    async with asyncio.timeout(None) as t:
        print(t)
    tk = asyncio.create_task(asyncio.wait_for(slow(1, 1), 5))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    tk.cancel("msg")
    try:
        await tk
    except asyncio.CancelledError as e:
        print(repr(e), tk.cancelled(), tk.cancelling())

    # gather
    async def bad(n):
        await asyncio.sleep(0)
        raise ValueError(n)

    print(await asyncio.gather(slow(0, 1), bad(2), slow(0.01, 3), return_exceptions=True))
    try:
        await asyncio.gather(bad(1), bad(2), slow(0, 3))
    except ValueError as e:
        print(repr(e))
    g = asyncio.gather(slow(1, 1), slow(1, 2))
    await asyncio.sleep(0)
    g.cancel("stop")
    try:
        await g
    except asyncio.CancelledError as e:
        print(repr(e), g.cancelled())
    c = slow(0, 9)
    print(await asyncio.gather(c, c))
    # group
    try:
        async with asyncio.TaskGroup() as tg:
            a = tg.create_task(slow(0.01, 1))
            b = tg.create_task(bad(7))
            c = tg.create_task(slow(1, 1), name="n")
            print(str(tg))
    except* ValueError as eg:
        print(eg.exceptions)
    print(a.cancelled(), c.cancelled(), asyncio.current_task().cancelling())
    async with asyncio.TaskGroup() as tg:
        ts = [tg.create_task(slow(0, i)) for i in range(3)]
    print([t.result() for t in ts])
    try:
        tg.create_task(slow(0, 0))
    except RuntimeError as e:
        print(str(e)[:40])
    print(
        inspect.signature(asyncio.gather),
        inspect.signature(asyncio.create_task),
        inspect.iscoroutinefunction(asyncio.wait_for),
        inspect.signature(asyncio.wait_for),
    )


asyncio.run(main())
