"""A task has a copy of the context it was made in; what it sets stays its own."""

import asyncio
import contextvars

request = contextvars.ContextVar("request", default="none")


async def work(name):
    print(name, "begins with", request.get())
    request.set(name)
    await asyncio.sleep(0)
    print(name, "still has", request.get())
    await helper(name)
    print(name, "after the helper", request.get())


async def helper(name):
    # Awaiting a coroutine stays in the same task, so in the same context.
    request.set(name + "'s helper")


async def main():
    request.set("main")
    first = asyncio.create_task(work("first"))
    request.set("main, later")
    second = asyncio.create_task(work("second"))
    await first
    await second
    print("main has", request.get())
    await work("awaited directly")
    print("main has", request.get())


asyncio.run(main())
print("outside:", request.get())
