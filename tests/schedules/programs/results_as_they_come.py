import asyncio


async def part(name, seconds):
    await asyncio.sleep(seconds)
    return name


async def main():
    print("begins")
    for task in asyncio.as_completed([part("A", 2), part("B", 1)]):
        print("has", await task)
    print("end")


asyncio.run(main())
