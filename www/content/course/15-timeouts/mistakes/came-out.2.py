import asyncio


async def ask(server, seconds):
    await asyncio.sleep(seconds)
    return f"{server} answers"


async def main():
    for server, seconds in [("mars", 1), ("venus", 9), ("earth", 1.5)]:
        try:
            print(await asyncio.wait_for(ask(server, seconds), 2))
        except asyncio.CancelledError:
            print(f"{server}: no answer")


asyncio.run(main())
