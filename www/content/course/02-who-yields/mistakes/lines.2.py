import asyncio


async def count(name):
    for number in (1, 2, 3):
        print(name, number)
        await asyncio.sleep(0)


async def main():
    asyncio.create_task(count("A"))
    asyncio.create_task(count("B"))
    await asyncio.sleep(0)


asyncio.run(main())
