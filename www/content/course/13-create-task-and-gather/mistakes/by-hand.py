import asyncio


async def main():
    for server in "mars", "venus", "earth":
        print("ask", server)
    await asyncio.sleep(3)
    for answer in "MARS", "VENUS", "EARTH":
        print(answer)


asyncio.run(main())
