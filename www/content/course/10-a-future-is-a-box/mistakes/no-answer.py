import asyncio


def fetch(city, callback):
    loop = asyncio.get_running_loop()
    loop.call_later(len(city), callback, city.upper())


async def ask(city):
    fetch(city, str)
    await asyncio.sleep(len(city))
    return city.upper()


async def main():
    answers = await asyncio.gather(ask("Van"), ask("Bursa"))
    print(*answers)
    print(await ask("Rize"))


asyncio.run(main())
