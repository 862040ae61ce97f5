"""What a callback raised is being handled when the loop's exception handler is called."""

import asyncio
import sys
import traceback


def fails():
    raise ValueError("on purpose")


def looks(loop, context):
    exception = context["exception"]
    print(repr(sys.exception()), sys.exception() is exception, sys.exc_info()[2] is exception.__traceback__)
    print([frame.name for frame in traceback.extract_tb(exception.__traceback__)][-1])


def fails_too(loop, context):
    raise KeyError("in the handler")


class Told(asyncio.SelectorEventLoop):
    def default_exception_handler(self, context):
        exception = context["exception"]
        print(context["message"], repr(exception), repr(exception.__context__))


async def main():
    loop = asyncio.get_running_loop()
    for handler in looks, fails_too:
        loop.set_exception_handler(handler)
        loop.call_soon(fails)
        await asyncio.sleep(0)
        print(sys.exception())


asyncio.run(main(), loop_factory=Told)
