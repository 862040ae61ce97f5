import asyncio


async def child():
    print("child 1")
    await asyncio.sleep(0)
    print("child 2")
    return "result"


async def main():
    task = asyncio.create_task(child())
    print("main 1")
    await asyncio.sleep(0)
    print("main 2")
    print(await task)
    print("main 3")


asyncio.run(main())
