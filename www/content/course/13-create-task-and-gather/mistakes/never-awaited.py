import asyncio


async def ask(server, seconds):
    print("ask", server)
    await asyncio.sleep(seconds)
    return server.upper()


async def main():
    for server, seconds in [("mars", 3), ("venus", 1), ("earth", 2)]:
        print(ask(server, seconds))


asyncio.run(main())
