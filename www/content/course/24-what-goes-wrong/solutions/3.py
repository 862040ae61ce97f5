import asyncio


async def tea(kitchen):
    async with kitchen:
        await asyncio.sleep(1)
        print("tea is ready")


async def soup(kitchen):
    async with kitchen:
        await asyncio.sleep(1)
        print("soup is ready")


async def lay_the_table():
    await asyncio.sleep(3)
    print("the table is laid")


async def add_salt():
    raise ValueError("no salt")


async def main():
    kitchen = asyncio.Lock()
    work = tea(kitchen), soup(kitchen), lay_the_table(), add_salt()
    for result in await asyncio.gather(*work, return_exceptions=True):
        if isinstance(result, Exception):
            print(result)
    print("dinner")


asyncio.run(main())
