import asyncio


async def pause():
    pass


async def count(name):
    for number in (1, 2, 3):
        print(name, number)
        await pause()


async def main():
    await asyncio.gather(count("A"), count("B"))


asyncio.run(main())
