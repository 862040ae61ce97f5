import asyncio


async def ask(city):
    await asyncio.sleep(len(city))
    return city.upper()


async def main():
    answers = await asyncio.gather(ask("Van"), ask("Bursa"))
    print(*answers)
    print(await ask("Rize"))


asyncio.run(main())
