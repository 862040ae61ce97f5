"""Sleeping tasks wake up shortest first, whatever order they were created in."""

import asyncio


async def sleeper(name, delay):
    await asyncio.sleep(delay)
    print(name)
    return name


async def main():
    names = await asyncio.gather(
        sleeper("long", 0.16),
        sleeper("short", 0.04),
        sleeper("none", 0),
        sleeper("longest", 0.2),
        sleeper("medium", 0.08),
        sleeper("medium long", 0.12),
    )
    print(names)


asyncio.run(main())
