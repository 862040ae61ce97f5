import asyncio


async def part(name, seconds):
    await asyncio.sleep(seconds)
    print(name)


async def main():
    tasks = [asyncio.create_task(part(name, seconds)) for name, seconds in [("A", 2), ("B", 1)]]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print("first")
    await asyncio.wait(tasks)
    print("all")


asyncio.run(main())
