"""call_soon, timers and done callbacks run in the caller's context, or the one handed over."""

import asyncio
import contextvars

var = contextvars.ContextVar("var", default="default")


def show(label, *_):
    print(label, "->", var.get())
    var.set("changed by a callback")


async def main():
    loop = asyncio.get_running_loop()
    var.set("main")
    other = contextvars.copy_context()
    other.run(var.set, "other")

    loop.call_soon(show, "call_soon")
    loop.call_soon(show, "call_soon, context=", context=other)
    loop.call_soon(show, "the same context again", context=other)
    loop.call_at(0, show, "call_at")
    loop.call_later(-1, lambda: show("call_later, context="), context=contextvars.Context())
    loop.call_soon_threadsafe(show, "call_soon_threadsafe")
    future = loop.create_future()
    future.add_done_callback(lambda f: show("done callback"))
    future.add_done_callback(lambda f: show("done callback, context="), context=other)
    var.set("main, changed after scheduling")
    future.set_result(None)
    for _ in range(3):
        await asyncio.sleep(0)
    # call_soon without a context copies the caller's: its changes are seen by nobody else.
    print("main ->", var.get())
    print("other ->", other[var])


asyncio.run(main())
