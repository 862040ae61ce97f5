import asyncio


async def other():
    await asyncio.sleep(2)
    print("other")


async def main():
    task = asyncio.create_task(other())
    try:
        async with asyncio.timeout(1):
            await asyncio.Event().wait()
    except TimeoutError:
        print("too late")
    await task
    print("end")


asyncio.run(main())
