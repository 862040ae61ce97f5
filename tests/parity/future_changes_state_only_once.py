"""A future is pending, then finished or cancelled for ever; anything else is an error."""

import asyncio


def attempt(label, action):
    try:
        print(label, "->", action())
    except Exception as error:
        print(label, "->", f"{type(error).__name__}: {error}")


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    attempt("pending, result()", future.result)
    attempt("pending, exception()", future.exception)
    print("done:", future.done(), "cancelled:", future.cancelled())

    future.set_result(1)
    attempt("finished, result()", future.result)
    attempt("finished, exception()", future.exception)
    attempt("finished, set_result()", lambda: future.set_result(2))
    attempt("finished, set_exception()", lambda: future.set_exception(ValueError()))
    attempt("finished, cancel()", future.cancel)
    print("done:", future.done(), "cancelled:", future.cancelled())

    failed = loop.create_future()
    failed.set_exception(ValueError("bad"))
    attempt("failed, result()", failed.result)
    attempt("failed, exception()", lambda: repr(failed.exception()))
    attempt("failed, set_result()", lambda: failed.set_result(2))
    print("done:", failed.done(), "cancelled:", failed.cancelled())

    gone = loop.create_future()
    attempt("pending, cancel()", gone.cancel)
    attempt("cancelled, cancel()", gone.cancel)
    for label, action in (("result()", gone.result), ("exception()", gone.exception)):
        try:
            action()
        except asyncio.CancelledError as error:
            print("cancelled,", label, "-> CancelledError", error.args)
    print("done:", gone.done(), "cancelled:", gone.cancelled())
    print("InvalidStateError is an Error:", issubclass(asyncio.InvalidStateError, Exception))


asyncio.run(main())
