import asyncio


async def tea(water, stove):
    async with water:
        await asyncio.sleep(1)
        async with stove:
            print("tea is ready")


async def soup(water, stove):
    async with water:
        await asyncio.sleep(1)
        async with stove:
            print("soup is ready")


async def lay_the_table():
    await asyncio.sleep(3)
    print("the table is laid")


async def add_salt():
    raise ValueError("no salt")


async def main():
    water, stove = asyncio.Lock(), asyncio.Lock()
    print("no salt")
    await asyncio.gather(tea(water, stove), soup(water, stove), lay_the_table())
    print("dinner")


asyncio.run(main())
