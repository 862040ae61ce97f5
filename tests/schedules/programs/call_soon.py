import asyncio


def call(name):
    print(name)


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(call, "A")
    loop.call_soon(call, "B")
    print("main")
    await asyncio.sleep(1)
    print("main ends")


asyncio.run(main())
