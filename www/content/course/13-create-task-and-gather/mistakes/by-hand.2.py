import asyncio


async def ask(server, seconds):
    print("ask", server)
    await asyncio.sleep(seconds)
    return server.upper()


async def main():
    await asyncio.gather(ask("mars", 3), ask("venus", 1), ask("earth", 2))
    for answer in "MARS", "VENUS", "EARTH":
        print(answer)


asyncio.run(main())
