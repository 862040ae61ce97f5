import asyncio


async def ask(server, seconds):
    print("ask", server)
    await asyncio.sleep(seconds)
    return server.upper()


async def main():
    asking = [ask("mars", 3), ask("venus", 1), ask("earth", 2)]
    for answer in asyncio.as_completed(asking):
        print(await answer)


asyncio.run(main())
