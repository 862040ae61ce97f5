import asyncio


async def count(name, mine, other):
    for number in (1, 2, 3):
        await mine.acquire()
        print(name, number)
        other.release()


async def main():
    a, b = asyncio.Semaphore(1), asyncio.Semaphore(0)
    await asyncio.gather(count("A", a, b), count("B", b, a))


asyncio.run(main())
