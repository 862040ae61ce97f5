"""A callback that is no Python code fails: what is logged has a traceback, too."""

import asyncio


def told(loop, context):
    print(context["exception"], context["exception"].__traceback__ is not None)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(told)
    loop.call_soon(int, "x")
    loop.call_later(0, int, "y")
    await asyncio.sleep(0.001)


asyncio.run(main())
