import asyncio


async def ask(server, seconds):
    print("ask", server)
    await asyncio.sleep(seconds)
    return server.upper()


async def main():
    mars = await ask("mars", 3)
    for answer in await asyncio.gather(ask("venus", 1), ask("earth", 2)):
        mars += "\n" + answer
    print(mars)


asyncio.run(main())
