"""AsyncExitStack and asynccontextmanager await their exits, last in first out."""

import asyncio
import contextlib


@contextlib.asynccontextmanager
async def room(name):
    print("into", name)
    await asyncio.sleep(0)
    try:
        yield name
    except ValueError as error:
        print(name, "saw", error)
        raise
    finally:
        await asyncio.sleep(0)
        print("out of", name)


async def call_later(text):
    await asyncio.sleep(0)
    print("callback:", text)


async def main():
    async with contextlib.AsyncExitStack() as stack:
        for name in ("hall", "kitchen"):
            await stack.enter_async_context(room(name))
        stack.push_async_callback(call_later, "pushed after the kitchen")
        stack.callback(print, "a plain callback")
        print("inside")

    try:
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(room("cellar"))
            raise ValueError("a mouse")
    except ValueError as error:
        print("main:", error)

    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(room("attic"))
        kept = stack.pop_all()
    print("left the block, still in the attic")
    await kept.aclose()


asyncio.run(main())
