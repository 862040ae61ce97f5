"""A grandchild starts one turn after its parent, behind everybody already waiting."""

import asyncio


async def node(name, depth):
    print("  " * len(name) + name)
    if depth:
        children = [asyncio.create_task(node(name + str(n), depth - 1)) for n in (1, 2)]
        print("  " * len(name) + name, "has created", len(children))
        for child in children:
            await child
    print("  " * len(name) + name, "ends")


async def main():
    await asyncio.gather(node("a", 2), node("b", 1), node("c", 0))


asyncio.run(main())
