"""A callback's exception is given to the exception handler; the loop goes on."""

import asyncio


def boom():
    raise ZeroDivisionError("in a callback")


def handler(loop, context):
    # The rest of the message is where the callback was defined.
    print("message:", context["message"].split("(")[0])
    print("exception:", repr(context["exception"]))
    print("keys:", sorted(context))


async def main():
    loop = asyncio.get_running_loop()
    print("handler at first:", loop.get_exception_handler())
    loop.set_exception_handler(handler)
    print("handler set:", loop.get_exception_handler() is handler)

    loop.call_soon(boom)
    loop.call_soon(print, "the next callback still runs")
    await asyncio.sleep(0)

    loop.call_at(0, boom)
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    future = loop.create_future()
    future.add_done_callback(lambda f: 1 / 0)
    future.add_done_callback(lambda f: print("the next done callback still runs"))
    future.set_result(None)
    await asyncio.sleep(0)

    try:
        loop.set_exception_handler("not callable")
    except TypeError as error:
        print(error)


asyncio.run(main())
