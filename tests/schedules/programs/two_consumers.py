import asyncio


async def consumer(queue):
    print("got", await queue.get())


async def main():
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        group.create_task(consumer(queue))
        group.create_task(consumer(queue))
        await asyncio.sleep(1)
        for item in 1, 2:
            print("put", item)
            await queue.put(item)
    print("end")


asyncio.run(main())
