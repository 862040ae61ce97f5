import asyncio


async def carry(thing, seconds):
    try:
        await asyncio.sleep(seconds)
        print(thing, "is in the van")
    except asyncio.CancelledError:
        print(thing, "is put down")
        raise


async def drop(thing, seconds):
    await asyncio.sleep(seconds)
    raise ValueError(f"{thing} is broken")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(carry("lamp", 1))
            group.create_task(drop("mirror", 2))
            group.create_task(carry("piano", 9))
            print("three tasks")
        print("all in the van")
    except* ValueError as failed:
        print(*failed.exceptions)


asyncio.run(main())
