import asyncio


async def producer(queue):
    for number in range(2):
        print("put", number)
        await queue.put(number)


async def consumer(queue):
    for _ in range(2):
        print("got", await queue.get())


async def main():
    queue = asyncio.Queue()
    await asyncio.gather(producer(queue), consumer(queue))
    print("main")


asyncio.run(main())
