import asyncio


async def ask(server, seconds):
    await asyncio.sleep(seconds)
    return f"{server} answers"


async def main():
    for server, seconds in [("mars", 1), ("venus", 9), ("earth", 1.5)]:
        answer = await ask(server, seconds)
        print(answer if seconds <= 9 else f"{server}: no answer")


asyncio.run(main())
