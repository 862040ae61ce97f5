"""The first exception ends the gather; the others are not cancelled and go on."""

import asyncio


async def work(name, turns, error=None):
    for _ in range(turns):
        await asyncio.sleep(0)
    print(name, "fails" if error else "finishes")
    if error:
        raise error
    return name


async def main():
    tasks = [asyncio.create_task(work("quick", 1)),
             asyncio.create_task(work("bad", 3, ValueError("first failure"))),
             asyncio.create_task(work("worse", 6, KeyError("second failure"))),
             asyncio.create_task(work("slow", 9))]
    gathering = asyncio.gather(*tasks)
    try:
        await gathering
    except ValueError as error:
        print("gather raised", repr(error))
    print("done by then:", [task.done() for task in tasks])
    print("slow goes on:", await tasks[3])
    print("the second failure:", repr(tasks[2].exception()))
    print("gather's exception stays:", repr(gathering.exception()))


asyncio.run(main())
