import asyncio


async def download(name, seconds):
    print(name, "begins")
    await asyncio.sleep(seconds)
    print(name, "ends")


async def main():
    files = [("A", 1), ("B", 3), ("C", 1), ("D", 1), ("E", 2)]
    running = set()
    for name, seconds in files:
        if len(running) == 2:
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        running.add(asyncio.create_task(download(name, seconds)))
    await asyncio.wait(running)


asyncio.run(main())
