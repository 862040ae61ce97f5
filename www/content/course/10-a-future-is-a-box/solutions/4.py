import asyncio


def fetch(city, callback):
    loop = asyncio.get_running_loop()
    loop.call_later(len(city), callback, city.upper())


def ask(city):
    box = asyncio.Future()
    fetch(city, lambda answer: box.set_result(answer))
    return box


async def main():
    answers = await asyncio.gather(ask("Van"), ask("Bursa"))
    print(*answers)
    print(await ask("Rize"))


asyncio.run(main())
