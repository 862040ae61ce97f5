import asyncio


async def download(name, seconds):
    print(name, "begins")
    await asyncio.sleep(seconds)
    print(name, "ends")


async def work(queue):
    if not queue.empty():
        await download(*queue.get_nowait())


async def main():
    queue = asyncio.Queue()
    files = [("A", 1), ("B", 3), ("C", 1), ("D", 1), ("E", 2)]
    for file in files:
        queue.put_nowait(file)
    await asyncio.gather(work(queue), work(queue))


asyncio.run(main())
