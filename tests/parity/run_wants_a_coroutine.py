"""asyncio.run and create_task accept a coroutine object, not its function or a future."""

import asyncio


async def main():
    return "ran"


async def check_tasks():
    loop = asyncio.get_running_loop()
    for thing in (main, loop.create_future(), 42, None):
        try:
            asyncio.create_task(thing)
        except TypeError:
            print("create_task:", type(thing).__name__, "refused")


for thing in (main, 42, None, "main"):
    try:
        asyncio.run(thing)
    except (TypeError, ValueError):
        print("run:", type(thing).__name__, "refused")
asyncio.run(check_tasks())
print(asyncio.run(main()))
try:
    asyncio.create_task(None)
except (RuntimeError, TypeError) as error:
    print("outside a loop:", error)
