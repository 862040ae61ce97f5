"""A shield in every state: what is called when, who waits for whom, and what the futures show of themselves."""

import asyncio
import inspect
import re


async def work(turns, value=None):
    for _ in range(turns):
        await asyncio.sleep(0)
    if isinstance(value, Exception):
        raise value
    return value


def show(value):
    value = re.sub(r"0x[0-9a-f]+", "0x", repr(value))
    return re.sub(r" at [^ \]>]+:\d+|/[^ \]>]*:\d+", "", value)


def callbacks(future):
    return [(function.__name__, function.__qualname__) for function, _ in future._callbacks or ()]


async def looks():
    inner = asyncio.create_task(work(3, "result"), name="inner")
    outer = asyncio.shield(inner)
    print(type(outer), callbacks(inner), callbacks(outer))
    print([waiter is asyncio.current_task() for waiter in inner._asyncio_awaited_by], outer._asyncio_awaited_by)
    for function, context in inner._callbacks:
        print(callable(function), inspect.signature(function), type(function).__name__)
    print(await outer, inner.done(), inner._asyncio_awaited_by)
    print(asyncio.shield(inner) is inner)
    done = asyncio.get_running_loop().create_future()
    done.set_result(1)
    print(asyncio.shield(done) is done, inspect.signature(asyncio.shield))


async def in_a_callback():
    # No task waits.
    loop = asyncio.get_running_loop()
    future, found = loop.create_future(), loop.create_future()
    loop.call_soon(lambda: found.set_result(asyncio.shield(future)))
    shielded = await found
    print(callbacks(future), future._asyncio_awaited_by)
    future.set_result("from a callback")
    return await asyncio.wait_for(asyncio.ensure_future(asyncio.shield(shielded)), 1)


async def cancelled(value):
    complaints = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: complaints.append(context))
    inner = asyncio.create_task(work(5, value))
    first, second = asyncio.shield(inner), asyncio.shield(inner)
    await asyncio.sleep(0)
    first.cancel("first")
    print(callbacks(inner))
    await asyncio.sleep(0)
    print(callbacks(inner), len(inner._asyncio_awaited_by or ()))
    second.cancel("second")
    await asyncio.sleep(0)
    print(callbacks(inner), len(inner._asyncio_awaited_by or ()))
    await asyncio.wait([inner])
    for outer in (first, second):
        try:
            await outer
        except asyncio.CancelledError as error:
            print(error.args)
    for context in complaints:
        print(context["message"], repr(context["exception"]), context["future"] is inner)


async def cancelled_inside():
    inner = asyncio.create_task(work(5))
    outer = asyncio.shield(inner)
    await asyncio.sleep(0)
    inner.cancel("inside")
    try:
        await outer
    except asyncio.CancelledError as error:
        print(error.args, inner.cancelled(), outer.cancelled())


async def ended_from_outside():
    messages = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: messages.append(context))
    inner = asyncio.create_task(work(2, "late"))
    outer = asyncio.shield(inner)
    outer.set_result("early")
    print(await outer, callbacks(inner))
    await inner
    await asyncio.sleep(0)
    failing = asyncio.create_task(work(2, LookupError("late")))
    outer = asyncio.shield(failing)
    # Both in one turn: the outer future has a result when the inner one is done.
    failing.add_done_callback(lambda _: None)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(outer.set_result, "at the same time")
    print(await outer)
    await asyncio.sleep(0)
    for context in messages:
        message = re.sub(r" at \S+:\d+$", "", context["message"])
        print(message, repr(context.get("exception")), show(context.get("handle")))


async def of_its_own():
    class Future(asyncio.Future):
        def exception(self):
            super().exception()
            return StopIteration("not into a future")

    future = Future(loop=asyncio.get_running_loop())
    outer = asyncio.shield(future)
    future.set_exception(LookupError("mine"))
    try:
        await outer
    except Exception as error:
        print(repr(error))


async def others():
    for wrong in (3, None, [work(0)], work):
        try:
            asyncio.shield(wrong)
        except TypeError as error:
            print(error)
        if isinstance(wrong, list):
            wrong[0].close()
    for call in (asyncio.shield, lambda: asyncio.shield(1, 2), lambda: asyncio.shield(x=1)):
        try:
            call()
        except TypeError as error:
            print(error)

    class Awaitable:
        def __await__(self):
            yield
            return "awaitable"

    print(await asyncio.shield(Awaitable()), await asyncio.shield(arg=work(1, "by name")))


asyncio.run(looks())
print(asyncio.run(in_a_callback()))
asyncio.run(cancelled("result"))
asyncio.run(cancelled(LookupError("nobody waits")))
asyncio.run(cancelled_inside())
asyncio.run(ended_from_outside())
asyncio.run(of_its_own())
asyncio.run(others())
