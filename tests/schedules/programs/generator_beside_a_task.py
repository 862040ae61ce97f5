import asyncio


async def numbers():
    for number in range(2):
        await asyncio.sleep(1)
        yield number


async def other():
    print("other begins")
    await asyncio.sleep(1.5)
    print("other ends")


async def main():
    task = asyncio.create_task(other())
    async for number in numbers():
        print("has", number)
    await task


asyncio.run(main())
