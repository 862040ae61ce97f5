import asyncio


async def part(name, seconds):
    await asyncio.sleep(seconds)
    print(name)
    return name


async def main():
    for task in asyncio.as_completed([part("A", 2), part("B", 1)]):
        await task
        print("one more")
    print("main")


asyncio.run(main())
