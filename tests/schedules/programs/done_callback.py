import asyncio


async def part():
    await asyncio.sleep(1)
    print("task ends")


async def main():
    task = asyncio.create_task(part())
    task.add_done_callback(lambda _: print("callback"))
    print("main waits")
    await task
    print("main goes on")


asyncio.run(main())
