"""create_task(context=) runs a task in that very context, not in a copy."""

import asyncio
import contextvars

var = contextvars.ContextVar("var", default="default")


async def work(name):
    print(name, "sees", var.get())
    var.set(name)
    await asyncio.sleep(0)
    print(name, "sees", var.get())


async def main():
    var.set("main")
    shared = contextvars.Context()
    a = asyncio.create_task(work("a"), context=shared)
    b = asyncio.create_task(work("b"), context=shared)
    await a
    await b
    print("shared:", shared[var], "main:", var.get())

    # main's own context can be shared with a child too.
    mine = contextvars.copy_context()

    async def inside():
        await asyncio.create_task(work("child"), context=mine)

    await asyncio.create_task(inside(), context=mine)
    print("mine:", mine[var], "main:", var.get())

    async with asyncio.TaskGroup() as group:
        group.create_task(work("grouped"), context=shared)
    print("shared:", shared[var])


asyncio.run(main())
