import asyncio


async def baker(opened, shelf):
    await opened.wait()
    for loaf in "ABC":
        await shelf.put(loaf)
        print("baked", loaf)


async def eater(name, shelf, knife):
    loaf = await shelf.get()
    print(name, "takes", loaf)
    async with knife:
        print(name, "cuts", loaf)
        await asyncio.sleep(2)


async def main():
    opened, shelf, knife = asyncio.Event(), asyncio.Queue(1), asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(baker(opened, shelf))
        group.create_task(eater("Ada", shelf, knife))
        group.create_task(eater("Bora", shelf, knife))
        await asyncio.sleep(1)
        opened.set()


asyncio.run(main())
