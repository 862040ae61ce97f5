import asyncio


async def make(what, seconds):
    print(what, "is begun")
    await asyncio.sleep(seconds)
    print(what, "is ready")
    return what


async def main():
    print(await asyncio.gather(make("tea", 0.3), make("toast", 0.2)))


asyncio.run(main())
