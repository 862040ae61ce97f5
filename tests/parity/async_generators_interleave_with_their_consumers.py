"""An async generator is no task: it runs when its consumer asks, and awaits in its consumer's task."""

import asyncio


def current():
    name = asyncio.current_task().get_name()
    return "a task without a name" if name.startswith("Task-") else name


async def source(name, count):
    for n in range(count):
        print(f"    {name}: makes {n} in", current())
        await asyncio.sleep(0)
        yield f"{name}{n}"
    print(f"    {name}: no more")


async def consumer(name):
    async for item in source(name, 3):
        print(asyncio.current_task().get_name(), "has", item)


async def main():
    await asyncio.gather(asyncio.create_task(consumer("x"), name="first"),
                         asyncio.create_task(consumer("y"), name="second"))

    # Only one at a time may be inside one generator.
    shared = source("shared", 5)
    one = asyncio.ensure_future(anext(shared))
    two = asyncio.ensure_future(anext(shared))
    results = await asyncio.gather(one, two, return_exceptions=True)
    print(results[0], "|", type(results[1]).__name__, results[1])
    await shared.aclose()


asyncio.run(main())
