import asyncio


async def ask(city, seconds):
    await asyncio.sleep(seconds)
    print(city)


async def main():
    await ask("Izmir", 1)
    await ask("Trabzon", 2)
    await ask("Ankara", 3)
    print("all")


asyncio.run(main())
