"""put waits while a bounded queue is full; each get lets one waiting producer in."""

import asyncio


async def producer(name, queue, count):
    for n in range(count):
        await queue.put(f"{name}{n}")
        print("   ", f"{name}{n} is in; size", queue.qsize())
    print("   ", name, "done")


async def main():
    queue = asyncio.Queue(maxsize=2)
    producers = [asyncio.create_task(producer(name, queue, 3)) for name in "ab"]
    await asyncio.sleep(0)
    print("full:", queue.full(), "maxsize:", queue.maxsize)
    got = []
    while len(got) < 6:
        got.append(await queue.get())
        print("got", got[-1])
        await asyncio.sleep(0)
    await asyncio.gather(*producers)
    print(got, "empty:", queue.empty())


asyncio.run(main())
