"""janus's queue: a thread at one end, tasks at the other."""

import asyncio

import janus


def produce(queue):
    for number in range(10):
        queue.put(number)
    queue.join()
    return "the thread is done"


def consume(queue):
    received = []
    while (item := queue.get()) is not None:
        received.append(item)
        queue.task_done()
    return received


async def main():
    loop = asyncio.get_running_loop()
    queue = janus.Queue(maxsize=3)
    thread = loop.run_in_executor(None, produce, queue.sync_q)
    for _ in range(10):
        print(await queue.async_q.get(), end=" ")
        queue.async_q.task_done()
    print(await thread)
    thread = loop.run_in_executor(None, consume, queue.sync_q)
    for word in "one", "two", "three", "four", None:
        await queue.async_q.put(word)
    print(await thread)
    try:
        queue.async_q.get_nowait()
    except janus.AsyncQueueEmpty as error:
        print(type(error).__name__)
    await queue.aclose()
    try:
        queue.sync_q.put(1)
    except janus.SyncQueueShutDown as error:
        print(type(error).__name__)


asyncio.run(main())
