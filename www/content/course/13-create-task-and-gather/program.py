import asyncio


async def fetch(name, seconds):
    print(name, "begins")
    await asyncio.sleep(seconds)
    print(name, "ends")
    return seconds


async def main():
    task = asyncio.create_task(fetch("A", 2))
    print("A is a task")
    await fetch("B", 1)
    print("B was awaited")
    print(await asyncio.gather(task, fetch("C", 3)))


asyncio.run(main())
