import asyncio


async def ask(city, seconds):
    await asyncio.sleep(seconds)
    print(city)


async def main():
    for city, seconds in ("Ankara", 3), ("Izmir", 1), ("Trabzon", 2):
        await asyncio.gather(ask(city, seconds))
    print("all")


asyncio.run(main())
