import asyncio


async def worker(queue):
    while True:
        item = await queue.get()
        print("does", item)
        queue.task_done()


async def main():
    queue = asyncio.Queue()
    for item in "ABC":
        queue.put_nowait(item)
    print("filled")
    task = asyncio.create_task(worker(queue))
    await queue.join()
    print("joined")
    task.cancel()


asyncio.run(main())
