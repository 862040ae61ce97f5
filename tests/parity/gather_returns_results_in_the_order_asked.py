"""gather's results stand in the order of its arguments, whoever finishes first."""

import asyncio


async def work(name, turns):
    for _ in range(turns):
        await asyncio.sleep(0)
    print(name, "finishes")
    return name


async def main():
    print(await asyncio.gather(work("slow", 5), work("fast", 1), work("medium", 3)))

    task = asyncio.create_task(work("a task", 2))
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(future.set_result, "a future")
    print(await asyncio.gather(task, work("a coroutine", 0), future))

    print("nothing:", await asyncio.gather())
    gathering = asyncio.gather(work("x", 0), work("y", 0))
    print("a future itself:", asyncio.isfuture(gathering), gathering.done())
    print(await gathering)


asyncio.run(main())
