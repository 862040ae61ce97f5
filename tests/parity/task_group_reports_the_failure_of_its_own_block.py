"""An exception in the block cancels the tasks and is in the group with their failures."""

import asyncio


async def slow_to_go(name, log, error=None):
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        log.append(name)
        if error:
            raise error


async def main():
    log = []
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(slow_to_go("a", log))
            group.create_task(slow_to_go("b", log, KeyError("b failed while leaving")))
            await asyncio.sleep(0)
            raise ValueError("from the block")
    except BaseExceptionGroup as caught:
        print(type(caught).__name__, sorted(map(repr, caught.exceptions)))
    print("left:", sorted(log))

    # KeyboardInterrupt and SystemExit are not wrapped.
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(slow_to_go("c", log))
            await asyncio.sleep(0)
            raise SystemExit(5)
    except SystemExit as error:
        print("SystemExit", error.code)
    print("left:", sorted(log))


asyncio.run(main())
