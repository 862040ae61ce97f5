import asyncio


async def give(queue):
    for number in 1, 2, 3:
        await queue.put(number)
        print("put", number)


async def take(queue):
    for _ in range(3):
        print("got", await queue.get())


async def main():
    queue = asyncio.Queue(2)
    await asyncio.gather(give(queue), take(queue))


asyncio.run(main())
