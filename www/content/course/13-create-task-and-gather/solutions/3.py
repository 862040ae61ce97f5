import asyncio


async def ask(server, seconds):
    print("ask", server)
    await asyncio.sleep(seconds)
    return server.upper()


async def main():
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(ask(*what)) for what in [("mars", 3), ("venus", 1), ("earth", 2)]]
    print(*(task.result() for task in tasks), sep="\n")


asyncio.run(main())
