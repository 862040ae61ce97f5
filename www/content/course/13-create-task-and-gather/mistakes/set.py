import asyncio


async def ask(server, seconds):
    print("ask", server)
    await asyncio.sleep(seconds)
    return server.upper()


async def main():
    tasks = [asyncio.create_task(ask(*what)) for what in [("mars", 3), ("venus", 1), ("earth", 2)]]
    done, _ = await asyncio.wait(tasks)
    for task in done:
        print(task.result())


asyncio.run(main())
