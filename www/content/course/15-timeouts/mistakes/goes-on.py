import asyncio


async def ask(server, seconds):
    await asyncio.sleep(seconds)
    return f"{server} answers"


async def main():
    for server, seconds in [("mars", 1), ("venus", 9), ("earth", 1.5)]:
        task = asyncio.create_task(ask(server, seconds))
        try:
            print(await asyncio.wait_for(asyncio.shield(task), 2))
        except TimeoutError:
            print(f"{server}: no answer")


asyncio.run(main())
