import asyncio
import threading
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
    threads = [threading.Thread(target=lambda name=name: print(read(name))) for name in "AB"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    await beating


asyncio.run(main())
