import asyncio


async def ask(server, seconds):
    await asyncio.sleep(seconds)
    return f"{server} answers"


async def main():
    for server, seconds in [("mars", 1), ("venus", 9), ("earth", 1.5)]:
        if seconds < 2:
            print(await ask(server, seconds))
        else:
            print(f"{server}: no answer")


asyncio.run(main())
