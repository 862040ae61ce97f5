import asyncio


async def main():
    print("main")
    await asyncio.sleep(1)
    print("main ends")


print("before")
asyncio.run(main())
print("behind")
