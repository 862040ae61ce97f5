import asyncio


async def part(name, seconds):
    await asyncio.sleep(seconds)
    print(name)


async def main():
    await asyncio.gather(part("A", 3), part("B", 1), part("C", 2))
    print("main")


asyncio.run(main())
