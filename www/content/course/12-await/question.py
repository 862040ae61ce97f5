import asyncio


async def leaf():
    print("leaf")


async def branch():
    print("branch 1")
    await leaf()
    print("branch 2")
    await asyncio.sleep(0)
    print("branch 3")


async def other():
    print("other")


async def main():
    await asyncio.gather(branch(), other())


asyncio.run(main())
