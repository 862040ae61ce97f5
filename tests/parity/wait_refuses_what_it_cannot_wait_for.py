"""wait wants at least one future or task, a known return_when, and no bare coroutine."""

import asyncio


async def nothing():
    pass


async def attempt(label, *args, **kwargs):
    try:
        await asyncio.wait(*args, **kwargs)
        print(label, "- accepted")
    except (TypeError, ValueError) as error:
        print(label, "-", type(error).__name__, "-", error)


async def main():
    task = asyncio.create_task(nothing())
    await attempt("no tasks", [])
    await attempt("a wrong return_when", [task], return_when="SOMETIME")
    await attempt("one task, no list", task)
    coro = nothing()
    await attempt("a coroutine", [coro])
    coro.close()
    await attempt("a tuple", (task,))
    await attempt("a set", {task})
    await attempt("the same task twice", [task, task])


asyncio.run(main())
