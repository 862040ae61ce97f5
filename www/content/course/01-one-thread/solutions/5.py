import asyncio


async def ask(city, seconds):
    await asyncio.sleep(seconds)
    return city


async def main():
    for city in await asyncio.gather(ask("Ankara", 3), ask("Izmir", 1), ask("Trabzon", 2)):
        print(city)
    print("all")


asyncio.run(main())
