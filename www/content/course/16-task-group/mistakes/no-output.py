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
            text = group.create_task(load("text", 1, broken))
            map = group.create_task(load("map", 2, broken))
            photo = group.create_task(load("photo", 9, broken))
        print("page:", text.result(), map.result(), photo.result())
    except* ValueError as failed:
        print("no page:", *failed.exceptions)
    await asyncio.sleep(10)
    print("next page")


main()
