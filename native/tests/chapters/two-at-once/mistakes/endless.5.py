import asyncio


async def main():
    answers = []
    while not answers:
        pass


asyncio.run(main())
