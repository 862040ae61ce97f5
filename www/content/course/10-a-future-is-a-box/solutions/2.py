import asyncio


def fetch(city, callback):
    loop = asyncio.get_running_loop()
    loop.call_later(len(city), callback, city.upper())


async def ask(city):
    answers = []
    came = asyncio.Event()

    def keep(answer):
        answers.append(answer)
        came.set()

    fetch(city, keep)
    await came.wait()
    return answers[0]


async def main():
    answers = await asyncio.gather(ask("Van"), ask("Bursa"))
    print(*answers)
    print(await ask("Rize"))


asyncio.run(main())
