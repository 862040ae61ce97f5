"""create_task only schedules the first step: the creator goes on until it awaits."""

import asyncio


async def child(name):
    print("   ", name, "starts")
    await asyncio.sleep(0)
    print("   ", name, "ends")
    return name.upper()


async def main():
    print("main creates a")
    a = asyncio.create_task(child("a"))
    print("main creates b; a has not run")
    b = asyncio.create_task(child("b"))
    print("done already?", a.done(), b.done())
    await asyncio.sleep(0)
    print("main is back after one turn")
    print(await a, await b)

    # A task that is never awaited runs all the same, once main gives way.
    c = asyncio.create_task(child("c"))
    for _ in range(3):
        await asyncio.sleep(0)
    print("c done?", c.done(), c.result())


asyncio.run(main())
