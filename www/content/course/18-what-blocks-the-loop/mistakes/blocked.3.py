import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def read(name):
    time.sleep(2.5)
    return f"{name} is read"


async def heart():
    for beat in 1, 2, 3:
        await asyncio.sleep(1)
        print("beat", beat)


async def main():
    beating = asyncio.create_task(heart())
    with ThreadPoolExecutor() as pool:
        for line in pool.map(read, "AB"):
            print(line)
    await beating


asyncio.run(main())
