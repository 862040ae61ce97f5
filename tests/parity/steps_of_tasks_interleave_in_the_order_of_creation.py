"""Tasks that give way with sleep(0) take turns, one step each, in order."""

import asyncio


async def walker(name, steps):
    for step in range(steps):
        print(f"{name}{step}", end=" ")
        await asyncio.sleep(0)
    print(f"{name}.", end=" ")
    return steps


async def main():
    tasks = [asyncio.create_task(walker(name, steps))
             for name, steps in (("a", 4), ("b", 1), ("c", 6), ("d", 0), ("e", 3))]
    results = [await task for task in tasks]
    print()
    print(results)


asyncio.run(main())
