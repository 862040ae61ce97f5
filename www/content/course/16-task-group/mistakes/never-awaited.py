import asyncio


async def load(part, seconds, broken):
    await asyncio.sleep(seconds)
    if part == broken:
        raise ValueError(f"{part} is broken")
    print(part, "is loaded")
    return part


async def main():
    broken = input()
    try:
        async with asyncio.TaskGroup() as group:
            text = load("text", 1, broken)
            map = load("map", 2, broken)
            photo = load("photo", 9, broken)
        print("page:", text, map, photo)
    except* ValueError as failed:
        print("no page:", *failed.exceptions)
    await asyncio.sleep(10)
    print("next page")


asyncio.run(main())
