import asyncio


async def tea(water, stove):
    async with stove, water:
        await asyncio.sleep(1)
        print("tea is ready")


async def soup(water, stove):
    async with stove, water:
        await asyncio.sleep(1)
        print("soup is ready")


async def lay_the_table():
    await asyncio.sleep(3)
    print("the table is laid")


async def add_salt():
    raise ValueError("no salt")


async def main():
    water, stove = asyncio.Lock(), asyncio.Lock()
    salting = asyncio.create_task(add_salt())
    laying = asyncio.create_task(lay_the_table())
    await asyncio.gather(tea(water, stove), soup(water, stove))
    await laying
    try:
        await salting
    except ValueError as error:
        print("cook says:", error)
    print("dinner")


asyncio.run(main())
