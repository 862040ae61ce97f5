import asyncio


async def main():
    print("main")
    try:
        async with asyncio.timeout(1):
            print("inside")
            await asyncio.sleep(10)
    except TimeoutError:
        print("too late")
    print("end")


asyncio.run(main())
