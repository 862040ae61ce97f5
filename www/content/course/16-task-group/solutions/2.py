import asyncio


async def load(part, seconds, broken):
    await asyncio.sleep(seconds)
    if part == broken:
        raise ValueError(f"{part} is broken")
    print(part, "is loaded")
    return part


async def main():
    broken = input()
    parts = [("text", 1), ("map", 2), ("photo", 9)]
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(load(part, seconds, broken)) for part, seconds in parts]
    except ExceptionGroup as failed:
        print("no page:", failed.exceptions[0])
    else:
        print("page:", *(task.result() for task in tasks))
    await asyncio.sleep(10)
    print("next page")


asyncio.run(main())
