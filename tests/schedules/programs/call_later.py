import asyncio


def call(loop, done, name):
    print(name)
    if name == "A":
        loop.call_later(1, call, loop, done, "C")
    if name == "C":
        done.set_result(None)


async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    loop.call_later(2, call, loop, done, "A")
    loop.call_later(1, call, loop, done, "B")
    await done
    print("main")


asyncio.run(main())
