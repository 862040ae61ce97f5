import asyncio


async def waiter(event, name):
    print(name, "waits")
    await event.wait()
    print(name, "goes on")


async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(waiter(event, name)) for name in "AB"]
    await asyncio.sleep(1)
    print("set")
    event.set()
    await asyncio.gather(*tasks)


asyncio.run(main())
