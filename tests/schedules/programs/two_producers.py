import asyncio


async def producer(queue, item):
    await asyncio.sleep(0)
    print("put", item)
    queue.put_nowait(item)


async def main():
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        group.create_task(producer(queue, 1))
        group.create_task(producer(queue, 2))
        for _ in range(2):
            print("got", await queue.get())
    print("end")


asyncio.run(main())
