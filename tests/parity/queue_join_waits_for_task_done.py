"""join returns when task_done was called once for every item put."""

import asyncio


async def worker(name, queue):
    while True:
        item = await queue.get()
        print(name, "works on", item)
        await asyncio.sleep(0)
        queue.task_done()


async def main():
    queue = asyncio.Queue()
    await queue.join()
    print("joining an unused queue returns at once")
    for item in range(5):
        queue.put_nowait(item)
    workers = [asyncio.create_task(worker(name, queue)) for name in ("a", "b")]
    await queue.join()
    print("joined; size", queue.qsize())
    for task in workers:
        task.cancel()
    await asyncio.gather(*workers, return_exceptions=True)

    try:
        queue.task_done()
    except ValueError as error:
        print(error)

    queue.put_nowait("unfinished")
    print(queue.get_nowait())
    joining = asyncio.create_task(queue.join())
    await asyncio.sleep(0)
    print("got, but not done; joined:", joining.done())
    queue.task_done()
    await joining
    print("joined:", joining.done())


asyncio.run(main())
