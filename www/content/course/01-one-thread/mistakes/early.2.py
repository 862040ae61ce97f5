import asyncio


async def ask(city, seconds):
    await asyncio.sleep(seconds)
    print(city)


async def main():
    ankara = asyncio.create_task(ask("Ankara", 3))
    asyncio.create_task(ask("Izmir", 1))
    asyncio.create_task(ask("Trabzon", 2))
    print("all")
    await ankara


asyncio.run(main())
