import asyncio


async def part(name):
    print(name)


async def main():
    print("before")
    await part("A")
    await part("B")
    print("after")


asyncio.run(main())
