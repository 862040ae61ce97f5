import asyncio

box = None


def fetch(city, callback):
    loop = asyncio.get_running_loop()
    loop.call_later(len(city), callback, city.upper())


async def ask(city):
    global box
    if box is None:
        box = asyncio.get_running_loop().create_future()
    fetch(city, box.set_result)
    return await box


async def main():
    answers = await asyncio.gather(ask("Van"), ask("Bursa"))
    print(*answers)
    print(await ask("Rize"))


asyncio.run(main())
