import asyncio


async def numbers():
    for number in range(2):
        await asyncio.sleep(1)
        print("yields", number)
        yield number


async def main():
    async for number in numbers():
        print("has", number)
    print("end")


asyncio.run(main())
