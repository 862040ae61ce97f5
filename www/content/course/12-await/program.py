import asyncio


async def inner(name):
    print("inner", name)
    return name


async def main():
    inner("nothing")
    task = asyncio.create_task(inner("task"))
    print("main 1")
    await inner("coroutine")
    print("main 2")
    await task
    print("main 3")


asyncio.run(main())
