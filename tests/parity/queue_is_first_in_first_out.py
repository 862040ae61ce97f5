"""Items leave a Queue in the order they came, and getters are served in the order they asked."""

import asyncio


async def getter(name, queue):
    item = await queue.get()
    print(name, "got", item)


async def main():
    queue = asyncio.Queue()
    for item in ("x", "y", "z"):
        queue.put_nowait(item)
    print("size:", queue.qsize(), "empty:", queue.empty(), "full:", queue.full())
    print([await queue.get() for _ in range(3)])

    getters = [asyncio.create_task(getter(f"getter {n}", queue)) for n in range(4)]
    await asyncio.sleep(0)
    for item in range(4):
        await queue.put(item)
    print("all put; none has it yet, size:", queue.qsize())
    await asyncio.gather(*getters)
    print("size:", queue.qsize(), "empty:", queue.empty())


asyncio.run(main())
