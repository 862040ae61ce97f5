import asyncio


async def count(name):
    for number in (1, 2, 3):
        print(name, number)
        await asyncio.sleep(0)


async def main():
    await asyncio.gather(count("A"), count("B"))


asyncio.run(main())
