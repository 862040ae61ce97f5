import asyncio


async def main():
    await asyncio.sleep(3)


asyncio.run(main())
