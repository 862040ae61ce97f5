import asyncio


def fetch(city, callback):
    loop = asyncio.get_running_loop()
    loop.call_later(len(city), callback, city.upper())


async def ask(city):
    box = asyncio.get_running_loop().create_future()
    box.set_result("x")
    return await box


async def main():
    answers = await asyncio.gather(ask("Van"), ask("Bursa"))
    print(*answers)
    print(await ask("Rize"))


asyncio.run(main())
