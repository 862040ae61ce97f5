import asyncio
import threading
import time


async def heart(beats):
    for beat in range(1, beats + 1):
        await asyncio.sleep(1)
        print("beat", beat)


def slow(name, seconds):
    time.sleep(seconds)
    print(name, "has slept")
    # What a thread computes takes no time of the clock's.
    sum(range(20_000))
    time.sleep(seconds)
    return name


async def main():
    beating = asyncio.create_task(heart(6))
    await asyncio.sleep(0.5)
    print(await asyncio.gather(asyncio.to_thread(slow, "A", 1), asyncio.to_thread(slow, "B", 2.2)))
    await beating


asyncio.run(main())
began = time.monotonic()
threads = [threading.Thread(target=time.sleep, args=(seconds,)) for seconds in (3, 1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(round(time.monotonic() - began, 1))
