"""A task has the name it is given; without one it gets a number of its own."""

import asyncio


async def whoami():
    return asyncio.current_task().get_name()


async def main():
    named = asyncio.create_task(whoami(), name="Ali")
    print(await named, named.get_name())

    numbered = [asyncio.create_task(whoami()) for _ in range(3)]
    names = [await task for task in numbered]
    prefixes = {name.rsplit("-", 1)[0] for name in names}
    numbers = [int(name.rsplit("-", 1)[1]) for name in names]
    print(prefixes, "counting up:", [n - numbers[0] for n in numbers])

    task = asyncio.create_task(whoami(), name="before")
    task.set_name("after")
    print(await task)
    task.set_name(42)
    print(repr(task.get_name()))
    for name in (0, "", ("a", "tuple")):
        task = asyncio.create_task(whoami(), name=name)
        print(repr(await task))
    print(asyncio.current_task().get_name() == "Task-1")


asyncio.run(main())
