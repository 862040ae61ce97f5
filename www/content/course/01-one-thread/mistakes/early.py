import asyncio


async def ask(city, seconds):
    await asyncio.sleep(seconds)
    print(city)


async def main():
    asyncio.create_task(ask("Ankara", 3))
    asyncio.create_task(ask("Izmir", 1))
    asyncio.create_task(ask("Trabzon", 2))
    print("all")


asyncio.run(main())
