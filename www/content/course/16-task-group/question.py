import asyncio


async def step(name, seconds):
    print(name, "begins")
    await asyncio.sleep(seconds)
    if name == "B":
        raise ValueError("B failed")
    print(name, "ends")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(step("A", 1))
            group.create_task(step("B", 2))
            print("in the block")
            await step("C", 3)
    except* ValueError:
        print("the group failed")


asyncio.run(main())
