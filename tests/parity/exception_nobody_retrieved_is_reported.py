"""A failed future or task that is dropped unseen reports to the exception handler."""

import asyncio
import gc


def handler(loop, context):
    print("    reported:", context["message"])
    print("   ", repr(context["exception"]), sorted(context))


async def fail(text):
    raise ValueError(text)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)

    print("a future dropped")
    future = loop.create_future()
    future.set_exception(ValueError("unseen future"))
    del future
    gc.collect()

    print("a task dropped")
    task = asyncio.create_task(fail("unseen task"))
    await asyncio.sleep(0)
    del task
    gc.collect()

    print("exception() counts as seeing it")
    future = loop.create_future()
    future.set_exception(ValueError("seen"))
    future.exception()
    del future
    gc.collect()

    print("so does await")
    task = asyncio.create_task(fail("awaited"))
    try:
        await task
    except ValueError:
        pass
    del task
    gc.collect()

    print("a cancelled one has nothing to report")
    future = loop.create_future()
    future.cancel()
    del future
    gc.collect()


asyncio.run(main())
