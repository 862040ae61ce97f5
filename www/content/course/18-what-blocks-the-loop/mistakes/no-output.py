import asyncio
import time


def read(name):
    time.sleep(2.5)
    return f"{name} is read"


async def heart():
    for beat in 1, 2, 3:
        await asyncio.sleep(1)
        print("beat", beat)


async def main():
    beating = asyncio.create_task(heart())
    for line in await asyncio.gather(asyncio.to_thread(read, "A"), asyncio.to_thread(read, "B")):
        print(line)
    await beating


main()
