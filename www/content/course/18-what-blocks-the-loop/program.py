import asyncio
import time


def slow(where):
    time.sleep(3)
    return where


async def heart():
    for beat in range(1, 7):
        await asyncio.sleep(1)
        print("beat", beat)


async def main():
    beating = asyncio.create_task(heart())
    await asyncio.sleep(0.5)
    print(await asyncio.to_thread(slow, "in a thread"))
    print(slow("in the loop"))
    await beating


asyncio.run(main())
