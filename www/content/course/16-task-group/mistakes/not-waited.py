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
    tasks = [asyncio.create_task(load(part, seconds, broken)) for part, seconds in parts]
    try:
        print("page:", *await asyncio.gather(*tasks))
    except ValueError as error:
        for task in tasks:
            task.cancel()
        print("no page:", error)
    await asyncio.sleep(10)
    print("next page")


asyncio.run(main())
