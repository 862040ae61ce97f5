import asyncio


async def count(name):
    for number in (1, 2, 3):
        print(name, number)
        await asyncio.sleep(0)


async def main():
    other = asyncio.create_task(count("B"))
    await count("A")
    await other


asyncio.run(main())
