import asyncio


async def ask(server, seconds):
    print("ask", server)
    await asyncio.sleep(seconds)
    return server.upper()


async def main():
    tasks = []
    for server, seconds in [("mars", 3), ("venus", 1), ("earth", 2)]:
        tasks.append(asyncio.create_task(ask(server, seconds)))
    for task in tasks:
        print(await task)


asyncio.run(main())
