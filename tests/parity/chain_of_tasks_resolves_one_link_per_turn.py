"""When each task awaits the next, a result travels up one link each turn of the loop."""

import asyncio


async def link(n, inner):
    value = await inner
    print("link", n, "passes on", value)
    return value + 1


async def main():
    loop = asyncio.get_running_loop()
    source = loop.create_future()
    top = source
    for n in range(5):
        top = asyncio.create_task(link(n, top))
    await asyncio.sleep(0)
    source.set_result(100)
    turn = 0
    while not top.done():
        print("-- turn", turn)
        turn += 1
        await asyncio.sleep(0)
    print("result", top.result(), "after", turn, "turns")


asyncio.run(main())
