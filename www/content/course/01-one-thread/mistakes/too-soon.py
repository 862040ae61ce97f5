import asyncio


async def ask(city, seconds):
    print(city)
    await asyncio.sleep(seconds)


async def main():
    await asyncio.gather(ask("Ankara", 3), ask("Izmir", 1), ask("Trabzon", 2))
    print("all")


asyncio.run(main())
