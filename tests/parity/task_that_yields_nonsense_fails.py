"""A task may yield nothing or a future; anything else is thrown back into it."""

import asyncio
import types


@types.coroutine
def nonsense(value):
    try:
        yield value
    except RuntimeError as error:
        print("thrown in:", str(error).split(" <")[0].split(" in task")[0])
        raise


@types.coroutine
def plain_yield_of_a_future(future):
    yield future          # await and yield from mark the future; a plain yield does not


async def run(awaitable):
    await awaitable


async def main():
    for value in ("text", 42, [1, 2]):
        task = asyncio.create_task(run(nonsense(value)))
        try:
            await task
        except RuntimeError as error:
            print("failed with:", error)
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(run(plain_yield_of_a_future(future)))
    try:
        await task
    except RuntimeError as error:
        print(str(error).split(" in task")[0])


asyncio.run(main())
