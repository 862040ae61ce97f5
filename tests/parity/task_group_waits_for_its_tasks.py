"""The end of an `async with TaskGroup` block is after all of its tasks."""

import asyncio


async def work(name, turns):
    for turn in range(turns):
        print(name, turn)
        await asyncio.sleep(0)
    return name.upper()


async def main():
    async with asyncio.TaskGroup() as group:
        first = group.create_task(work("a", 3))
        second = group.create_task(work("  b", 1), name="second")
        print("the block ends; tasks done:", first.done(), second.done())
    print("after the group:", first.result(), second.result().strip())
    print("name:", second.get_name())

    async with asyncio.TaskGroup() as group:
        pass
    print("an empty group is over at once")


asyncio.run(main())
