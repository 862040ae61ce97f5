import asyncio


async def part():
    print("task begins")
    await asyncio.sleep(1)
    print("task ends")


async def main():
    task = asyncio.create_task(part())
    print("made")
    await asyncio.sleep(0)
    print("main goes on")
    await task
    print("main ends")


asyncio.run(main())
