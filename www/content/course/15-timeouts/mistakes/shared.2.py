import asyncio


async def ask(server, seconds):
    await asyncio.sleep(seconds)
    return f"{server} answers"


async def main():
    asking = asyncio.gather(ask("mars", 1), ask("venus", 9), ask("earth", 1.5))
    try:
        print(await asyncio.wait_for(asking, 2))
    except TimeoutError:
        print("venus: no answer")


asyncio.run(main())
