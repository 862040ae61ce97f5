import asyncio


async def load(part, seconds, broken):
    await asyncio.sleep(seconds)
    if part == broken:
        raise ValueError(f"{part} is broken")
    print(part, "is loaded")
    return part


async def main():
    broken = input()
    parts = await asyncio.gather(load("text", 1, broken), load("map", 2, broken), load("photo", 9, broken),
                                 return_exceptions=True)
    print("page:", *parts)
    await asyncio.sleep(10)
    print("next page")


asyncio.run(main())
