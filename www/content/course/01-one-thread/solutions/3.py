import asyncio


async def ask(city, seconds):
    await asyncio.sleep(seconds)
    print(city)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(ask("Ankara", 3))
        group.create_task(ask("Izmir", 1))
        group.create_task(ask("Trabzon", 2))
    print("all")


asyncio.run(main())
