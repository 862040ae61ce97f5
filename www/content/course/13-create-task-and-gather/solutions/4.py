import asyncio


async def ask(server, seconds):
    print("ask", server)
    await asyncio.sleep(seconds)
    return server.upper()


async def main():
    venus = asyncio.create_task(ask("venus", 1))
    earth = asyncio.create_task(ask("earth", 2))
    print(await ask("mars", 3))
    print(await venus)
    print(await earth)


asyncio.run(main())
