"""Each await of a failed task raises the one exception it holds."""

import asyncio


async def fail():
    raise KeyError("gone")


async def main():
    task = asyncio.create_task(fail())
    seen = []
    for attempt in range(3):
        try:
            await task
        except KeyError as error:
            seen.append(error)
            print("attempt", attempt, repr(error))
    print("one object:", all(error is seen[0] for error in seen))
    try:
        task.result()
    except KeyError as error:
        print("result() raises it too:", error is seen[0])
    print("exception() returns it:", task.exception() is seen[0])


asyncio.run(main())
