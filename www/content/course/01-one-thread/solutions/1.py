import asyncio


async def ask(city, seconds):
    await asyncio.sleep(seconds)
    print(city)


async def main():
    await asyncio.gather(ask("Ankara", 3), ask("Izmir", 1), ask("Trabzon", 2))
    print("all")


asyncio.run(main())
