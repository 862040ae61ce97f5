"""Locks, queues and time limits are copied and pickled as they are, and the copies work."""

import asyncio
import copy
import pickle

WAYS = copy.copy, copy.deepcopy, lambda made: pickle.loads(pickle.dumps(made))


class Named(asyncio.Queue):
    """A subclass with something of its own."""

    def __init__(self, name):
        super().__init__(2)
        self.name = name


async def main():
    for way in WAYS:
        lock = asyncio.Lock()
        await lock.acquire()
        again = way(lock)
        again.release()
        print(lock.locked(), again.locked(), await again.acquire())

        event = asyncio.Event()
        event.set()
        again = way(event)
        again.clear()
        print(event.is_set(), again.is_set())

        semaphore = asyncio.BoundedSemaphore(2)
        await semaphore.acquire()
        again = way(semaphore)
        again.release()
        try:
            again.release()
        except ValueError as error:
            print(type(again).__name__, error)
        print(semaphore._value, again._value)

        condition = way(asyncio.Condition())
        async with condition:
            print(condition.locked(), condition._lock.locked())
            condition.notify_all()

        barrier = way(asyncio.Barrier(2))
        print(await asyncio.gather(barrier.wait(), barrier.wait()), barrier._state is asyncio.Barrier(2)._state)

        for queue in asyncio.Queue(3), asyncio.PriorityQueue(), asyncio.LifoQueue(), Named("named"):
            queue.put_nowait(2)
            queue.put_nowait(1)
            again = way(queue)
            print(type(again).__name__, again.qsize(), again.maxsize, getattr(again, "name", None))
            print(again._queue is queue._queue)
            print(await again.get(), await again.get(), queue.qsize())
            again.task_done()
            again.task_done()
            await again.join()
            print(queue._unfinished_tasks, again._unfinished_tasks)

        limit = way(asyncio.timeout(None))
        print(limit, limit._state, repr(limit._state))
        async with limit:
            limit.reschedule(asyncio.get_running_loop().time() + 100)
        print(limit, limit.expired(), limit.when() is not None)

    # A shallow copy shares who waits.
    event = asyncio.Event()
    waiting = asyncio.create_task(event.wait())
    await asyncio.sleep(0)
    copy.copy(event).set()
    print(await waiting, event.is_set())
    for function in asyncio.sleep, asyncio.gather, asyncio.Queue.get, asyncio.Lock.acquire:
        print(vars(function), [way(function) is function for way in WAYS], type(function).__module__)
    try:
        type(asyncio.sleep).attribute = 1
    except TypeError as error:
        print(error)


asyncio.run(main())
