import asyncio


async def ask(server, seconds):
    await asyncio.sleep(seconds)
    return f"{server} answers"


async def main():
    for server, seconds in [("mars", 1), ("venus", 9), ("earth", 1.5)]:
        task = asyncio.create_task(ask(server, seconds))
        done, late = await asyncio.wait([task], timeout=2)
        if late:
            task.cancel()
            print(f"{server}: no answer")
        else:
            print(task.result())


asyncio.run(main())
