import asyncio


async def say(word):
    print(word)


async def main():
    task = asyncio.create_task(say("one"))
    await say("two")
    print("three")
    await asyncio.sleep(0)
    print("four")
    await task
    print("five")


asyncio.run(main())
