import asyncio


async def cook():
    print("stove on")
    try:
        await asyncio.sleep(5)
        print("served")
    finally:
        print("stove off")


async def main():
    try:
        async with asyncio.timeout(int(input())):
            await cook()
        print("eaten")
    except TimeoutError:
        print("cancelled")


asyncio.run(main())
