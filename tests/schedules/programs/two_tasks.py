import asyncio


async def part(name):
    print(name, "begins")
    await asyncio.sleep(0)
    print(name, "ends")


async def main():
    await asyncio.gather(part("A"), part("B"))
    print("main")


asyncio.run(main())
