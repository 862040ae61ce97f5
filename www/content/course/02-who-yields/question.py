import asyncio


async def polite(name):
    print(name, 1)
    await asyncio.sleep(0)
    print(name, 2)


async def rude(name):
    print(name, 1)
    print(name, 2)


async def main():
    await asyncio.gather(polite("A"), rude("B"), polite("C"))


asyncio.run(main())
