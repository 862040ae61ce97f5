"""What a program changes of asyncio's classes counts, also where their methods are answered in Rust."""

import asyncio
import contextlib
from unittest import mock


class Counted(asyncio.Lock):
    """Overrides what `async with` calls."""

    taken = 0

    async def acquire(self):
        self.taken += 1
        return await super().acquire()


class Greedy(asyncio.Semaphore):
    def locked(self):
        return False


class Unique(asyncio.Queue):
    """Keeps its items in its own way."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        if item not in self._queue:
            self._queue.append(item)

    def _get(self):
        return self._queue.pop(0)


class Shy(asyncio.Queue):
    """Overrides a public method that the others use."""

    def full(self):
        return self.qsize() >= 1

    def get_nowait(self):
        return "shy", super().get_nowait()


class Loud(asyncio.Event):
    def set(self):
        print("set")
        super().set()


async def subclasses():
    lock = Counted()
    async with lock:
        print(lock.taken, lock.locked())
    async with asyncio.Condition(lock) as nothing:
        print(lock.taken, nothing)

    semaphore = Greedy(1)
    await semaphore.acquire()
    await semaphore.acquire()
    print("greedy", semaphore._value)

    unique = Unique()
    for item in (1, 1, 2):
        await unique.put(item)
    print(unique.qsize(), await unique.get(), unique.get_nowait())

    shy = Shy()
    await shy.put(1)
    print(shy.full(), await shy.get())

    loud = Loud()
    waiter = asyncio.create_task(loud.wait())
    await asyncio.sleep(0)
    loud.set()
    print(await waiter)


async def patched():
    with mock.patch.object(asyncio.Event, "is_set", lambda self: "patched"):
        event = asyncio.Event()
        print(event.is_set())
    print(event.is_set())

    with mock.patch.object(asyncio.Queue, "get_nowait", lambda self: "patched"):
        queue = asyncio.Queue()
        queue.put_nowait(1)
        print(await queue.get(), queue.qsize())
    print(await queue.get())

    with mock.patch.object(asyncio.Semaphore, "locked", lambda self: print("asked")):
        semaphore = asyncio.Semaphore(1)
        print(await semaphore.acquire())

    queue = asyncio.Queue()
    queue.get_nowait = lambda: "of this one"
    queue.put_nowait(1)
    print(await queue.get())

    lock = asyncio.Lock()
    lock.acquire = mock.AsyncMock()
    async with lock:
        print(lock.locked())
        lock._locked = True
    print(lock.acquire.await_count)

    sleep = mock.AsyncMock(return_value="mocked")
    with mock.patch("asyncio.sleep", sleep):
        print(await asyncio.sleep(1000))


class Task(asyncio.Task):
    pass


async def named(name):
    await asyncio.sleep(0)
    return name, type(asyncio.current_task()).__name__


async def factories():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, coro, **keywords: Task(coro, loop=loop, **keywords))
    print(await asyncio.gather(named("gather"), named("two")))
    print(await asyncio.create_task(named("task")))
    async with asyncio.TaskGroup() as group:
        task = group.create_task(named("group"))
    print(task.result())
    loop.set_task_factory(asyncio.eager_task_factory)
    print(await asyncio.gather(named("gather"), named("two")))
    loop.set_task_factory(None)
    made = []
    future = loop.create_future
    with mock.patch.object(loop, "create_future", lambda: made.append(future()) or made[-1]):
        event = asyncio.Event()
        waiter = asyncio.create_task(event.wait())
        await asyncio.sleep(0)
        event.set()
        await waiter
    print("futures", len(made))


async def wrong():
    for call in (
        asyncio.Lock.release,
        lambda: asyncio.Event().set(1),
        lambda: asyncio.Queue().put(),
        lambda: asyncio.wait_for(None),
        asyncio.timeout,
        lambda: asyncio.Lock().acquire(1),
        lambda: asyncio.Condition().notify(1, 2),
    ):
        try:
            call()
        except TypeError as error:
            print(error)
    lock = asyncio.Lock()
    try:
        asyncio.Event.set(lock)
    except AttributeError as error:
        print(error)
    print(lock.locked())
    with contextlib.suppress(RuntimeError):
        asyncio.Lock().release()
        print("not here")
    condition = asyncio.Condition()
    for misuse in (condition.notify, condition.notify_all, condition.release):
        try:
            misuse()
        except RuntimeError as error:
            print(error)
    try:
        await condition.wait()
    except RuntimeError as error:
        print(error)


async def main():
    await subclasses()
    await patched()
    await factories()
    await wrong()


asyncio.run(main())
