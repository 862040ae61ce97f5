import asyncio


async def producer(queue):
    for number in range(3):
        await queue.put(number)
        print("put", number)


async def consumer(queue):
    for _ in range(3):
        print("got", await queue.get())


async def main():
    queue = asyncio.Queue(1)
    await asyncio.gather(producer(queue), consumer(queue))


asyncio.run(main())
