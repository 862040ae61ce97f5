import asyncio


async def ask(city, seconds):
    await asyncio.sleep(seconds)
    print(city)


async def main():
    ankara = asyncio.create_task(ask("Ankara", 3))
    izmir = asyncio.create_task(ask("Izmir", 1))
    trabzon = asyncio.create_task(ask("Trabzon", 2))
    await ankara
    await izmir
    await trabzon
    print("all")


asyncio.run(main())
