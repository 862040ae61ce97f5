import asyncio


async def part(barrier, name):
    print(name, "comes")
    await barrier.wait()
    print(name, "goes")


async def main():
    barrier = asyncio.Barrier(2)
    await asyncio.gather(part(barrier, "A"), part(barrier, "B"))
    print("main")


asyncio.run(main())
