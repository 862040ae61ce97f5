import asyncio


Task = asyncio.Task


async def brew(name, seconds):
    print("start", name)
    await asyncio.sleep(0)
    print("next", name)
    await asyncio.sleep(seconds)
    return name


async def main():
    tea, coffee = Task(brew("tea", 2)), Task(brew("coffee", 1))
    print("made")
    print(await coffee)
    print(await tea)


asyncio.run(main())
