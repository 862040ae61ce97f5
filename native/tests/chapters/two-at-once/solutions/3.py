import asyncio


async def work(name, seconds):
    await asyncio.sleep(seconds)
    return name


async def main():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work("A", 2)), group.create_task(work("B", 1))]
    for task in tasks:
        print(task.result())


asyncio.run(main())
