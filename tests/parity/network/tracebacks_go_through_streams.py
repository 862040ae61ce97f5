"""A read that is cancelled, or whose connection is reset, raises through the functions that it has called."""

import asyncio
import traceback


def functions(error):
    # Where the library waits, below what it is waited for in, is its own.
    return [frame.name for frame in traceback.extract_tb(error.__traceback__) if frame.name != "_wait_for_data"]


async def outcome_of(what):
    try:
        return await what
    except BaseException as error:
        return type(error).__name__, functions(error)


async def first(lines):
    async for line in lines:
        return line


async def main():
    reader = asyncio.StreamReader()
    for how, read in {
        "read": lambda: reader.read(10),
        "readexactly": lambda: reader.readexactly(10),
        "readuntil": lambda: reader.readuntil(b"."),
        "readline": reader.readline,
        "async for": lambda: first(reader),
    }.items():
        task = asyncio.create_task(outcome_of(read()))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        print(how, *await task)
    task = asyncio.create_task(outcome_of(reader.readline()))
    await asyncio.sleep(0)
    reader.feed_eof()
    print("at the end", await task)
    reader = asyncio.StreamReader()
    task = asyncio.create_task(outcome_of(reader.readline()))
    await asyncio.sleep(0)
    reader.set_exception(ConnectionResetError("gone"))
    print("reset", *await task)


asyncio.run(main())
