import asyncio


async def part(semaphore, name):
    async with semaphore:
        print(name, "in")
        await asyncio.sleep(1)
        print(name, "out")


async def main():
    semaphore = asyncio.Semaphore(2)
    await asyncio.gather(*(part(semaphore, name) for name in "ABC"))


asyncio.run(main())
