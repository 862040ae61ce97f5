"""gather makes its tasks when it is called, not when it is awaited."""

import asyncio


async def work(name):
    print("    starts", name)
    await asyncio.sleep(0)
    print("    ends", name)
    return name


async def main():
    gathering = asyncio.gather(work("a"), work("b"))
    print("called")
    await asyncio.sleep(0)
    print("one turn later, not awaited")
    await asyncio.sleep(0)
    print("two turns later; done:", gathering.done())
    print(await gathering)


asyncio.run(main())
