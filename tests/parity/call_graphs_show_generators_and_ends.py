"""A call graph goes on behind a generator, and leaves out a coroutine that is over."""

import asyncio


def generator():
    yield [entry.frame.f_code.co_name for entry in asyncio.capture_call_graph().call_stack]


def middle():
    return next(generator())


async def inner():
    return middle()


async def fails():
    raise ValueError


async def waits():
    await asyncio.sleep(10)


async def main():
    print(await inner())
    print([entry.frame.f_code.co_name for entry in asyncio.capture_call_graph(limit=1).call_stack])
    failed = asyncio.create_task(fails())
    waiting = asyncio.create_task(waits())
    await asyncio.wait([failed])
    print(asyncio.capture_call_graph(failed).call_stack)
    print([entry.frame.f_code.co_name for entry in asyncio.capture_call_graph(waiting).call_stack])
    print(len(asyncio.format_call_graph(failed).splitlines()))
    waiting.cancel()
    print(repr(failed.exception()))


asyncio.run(main())
