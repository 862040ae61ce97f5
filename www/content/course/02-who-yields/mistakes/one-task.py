import asyncio


async def count(one, other):
    for number in (1, 2, 3):
        print(one, number)
        print(other, number)


async def main():
    await asyncio.gather(count("A", "B"))


asyncio.run(main())
