import asyncio


async def read(name):
    await asyncio.sleep(2.5)
    return f"{name} is read"


async def heart():
    for beat in 1, 2, 3:
        await asyncio.sleep(1)
        print("beat", beat)


async def main():
    beating = asyncio.create_task(heart())
    for line in await asyncio.gather(read("A"), read("B")):
        print(line)
    await beating


asyncio.run(main())
