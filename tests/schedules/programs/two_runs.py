import asyncio


async def main(name):
    print(name)
    await asyncio.sleep(1)
    print(name, "ends")


asyncio.run(main("first"))
asyncio.run(main("second"))
