"""Once the handler has emptied the context it was told of, nothing keeps the callback that failed."""

import asyncio
import gc
import weakref


class Thing:
    def fails(self):
        raise ValueError("failed")


def told(loop, context):
    print(context["message"].partition(" at ")[0], repr(context["exception"]))
    context.clear()


def schedule(loop, how):
    """A callback that fails, and what it is alive by."""
    if how == "Python's":
        thing = Thing()
        handle = loop.call_soon(thing.fails)
    else:
        thing = loop.create_future()
        thing.set_result(1)
        handle = loop.call_soon(thing.set_result, 2)
    return weakref.ref(thing), weakref.ref(handle)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(told)
    for how in "Python's", "asyncio's":
        alive = schedule(loop, how)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        print(how, [reference() is not None for reference in alive])


gc.disable()
asyncio.run(main())
