"""await coroutine() runs like a call; await create_task(...) lets the loop turn."""

import asyncio


async def answer():
    return 42


async def main():
    loop = asyncio.get_running_loop()

    loop.call_soon(print, "    the loop turned")
    print("await a coroutine:", await answer())
    print("(still the same turn)")

    print("await a task:", await asyncio.create_task(answer()))

    done = loop.create_future()
    done.set_result("ready-made")
    loop.call_soon(print, "    the loop turned again")
    print("await a done future:", await done)
    print("(no turn for that either)")
    await asyncio.sleep(0)
    finished = asyncio.create_task(answer())
    await finished
    loop.call_soon(print, "    and once more")
    print("await a done task:", await finished)
    print("(nor for that)")
    await asyncio.sleep(0)


asyncio.run(main())
