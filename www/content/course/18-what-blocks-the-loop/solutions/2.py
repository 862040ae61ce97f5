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
    loop = asyncio.get_running_loop()
    reading = [loop.run_in_executor(None, read, name) for name in "AB"]
    for future in reading:
        print(await future)
    await beating


asyncio.run(main())
