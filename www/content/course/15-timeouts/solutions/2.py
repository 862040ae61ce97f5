import asyncio


async def ask(server, seconds):
    await asyncio.sleep(seconds)
    return f"{server} answers"


async def main():
    for server, seconds in [("mars", 1), ("venus", 9), ("earth", 1.5)]:
        try:
            answer = await asyncio.wait_for(ask(server, seconds), timeout=2)
        except TimeoutError:
            answer = f"{server}: no answer"
        print(answer)


asyncio.run(main())
