import asyncio
import time


def read(name):
    time.sleep(2.5)
    return f"{name} is read"


async def heart():
    for beat in 1, 2, 3:
        await asyncio.sleep(1)
        print("beat", beat)


async def tell(name):
    print(await asyncio.to_thread(read, name))


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(heart())
        for name in "AB":
            group.create_task(tell(name))


asyncio.run(main())
