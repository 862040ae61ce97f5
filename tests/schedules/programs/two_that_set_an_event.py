import asyncio


async def opener(event, seconds):
    await asyncio.sleep(seconds)
    print("after", seconds)
    event.set()


async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(opener(event, seconds)) for seconds in (2, 1)]
    await event.wait()
    print("open")
    await asyncio.wait(tasks)


asyncio.run(main())
