"""Awaiting a future is iterating __await__: it gives itself out once, then returns its result."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    iterator = future.__await__()
    print("gives itself out:", next(iterator) is future)
    print("and is marked:", future._asyncio_future_blocking)
    try:
        next(iterator)
    except RuntimeError as error:
        print(error)

    future = loop.create_future()
    iterator = iter(future)
    next(iterator)
    future.set_result("result")
    try:
        iterator.send(None)
    except StopIteration as stop:
        print("StopIteration:", stop.value)

    try:
        next(future.__await__())
    except StopIteration as stop:
        print("done already, so at once:", stop.value)

    failed = loop.create_future()
    failed.set_exception(KeyError("k"))
    try:
        next(iter(failed))
    except KeyError as error:
        print("raised:", error)

    # A tuple or an exception as the result stays what it is.
    for value in ((1, 2), (), None, StopIteration(3)):
        future = loop.create_future()
        future.set_result(value)
        print(repr(await future), end=" ")
    print()


asyncio.run(main())
