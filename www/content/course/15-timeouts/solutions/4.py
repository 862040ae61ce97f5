import asyncio


async def ask(server, seconds):
    await asyncio.sleep(seconds)
    return f"{server} answers"


async def ask_or_not(server, seconds):
    try:
        async with asyncio.timeout(2):
            return await ask(server, seconds)
    except TimeoutError:
        return f"{server}: no answer"


async def main():
    servers = [("mars", 1), ("venus", 9), ("earth", 1.5)]
    for answer in await asyncio.gather(*(ask_or_not(*server) for server in servers)):
        print(answer)


asyncio.run(main())
