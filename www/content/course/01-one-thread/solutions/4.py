import asyncio


async def ask(city, seconds):
    await asyncio.sleep(seconds)
    return city


async def main():
    questions = [ask("Ankara", 3), ask("Izmir", 1), ask("Trabzon", 2)]
    for answer in asyncio.as_completed(questions):
        print(await answer)
    print("all")


asyncio.run(main())
