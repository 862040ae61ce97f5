"""An inner group's failure ends the outer one too, as a group within a group."""

import asyncio


async def forever(name):
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        print(name, "leaves")


async def inner():
    async with asyncio.TaskGroup() as group:
        group.create_task(forever("inner sibling"))
        group.create_task(fail())


async def fail():
    await asyncio.sleep(0)
    raise ValueError("deep down")


def tree(error, indent=0):
    print("  " * indent + type(error).__name__ + ": " + str(error))
    for child in getattr(error, "exceptions", ()):
        tree(child, indent + 1)


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(forever("outer sibling"))
            group.create_task(inner())
    except ExceptionGroup as error:
        tree(error)
        matched, rest = error.split(ValueError)
        print("ValueErrors:", matched is not None, "others:", rest)

    try:
        async with asyncio.TaskGroup():
            async with asyncio.TaskGroup() as group:
                group.create_task(fail())
    except* ValueError as error:
        tree(error)


asyncio.run(main())
