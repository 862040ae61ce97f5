"""One awaitable given twice to gather runs once and fills both places."""

import asyncio


async def work(name):
    print("running", name)
    await asyncio.sleep(0)
    return name


async def main():
    same = work("same")
    print(await asyncio.gather(same, work("other"), same, same))

    task = asyncio.create_task(work("task"))
    print(await asyncio.gather(task, task))

    async def failing():
        raise ValueError("once")

    bad = failing()
    results = await asyncio.gather(bad, bad, return_exceptions=True)
    print(results, "one object:", results[0] is results[1])


asyncio.run(main())
