"""__cause__ and __context__ of an exception are the same seen through a task."""

import asyncio


async def load():
    try:
        await asyncio.sleep(0)
        {}["key"]
    except KeyError as error:
        raise LookupError("cannot load") from error


async def clean_up():
    try:
        await load()
    except LookupError:
        await asyncio.sleep(0)
        raise RuntimeError("and the clean-up failed")


def chain(error):
    while error is not None:
        print(f"    {type(error).__name__}: {error}")
        if error.__cause__ is not None:
            print("    caused by")
            error = error.__cause__
        else:
            if error.__context__ is not None:
                print("    while handling")
            error = error.__context__


async def main():
    for label, awaitable in (("coroutine", clean_up()),
                             ("task", asyncio.create_task(clean_up()))):
        print(label)
        try:
            await awaitable
        except RuntimeError as error:
            chain(error)


asyncio.run(main())
