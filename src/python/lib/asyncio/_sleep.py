"""``asyncio.sleep`` as a function. https://docs.python.org/3/library/asyncio-task.html#asyncio.sleep

What a call of it gives comes from Rust: it is the await that every program has. To whoever looks at the function, it
is the one that is written here. Its code runs in a loop that is not ours, and for numbers that are neither floats nor
ints.
"""

from _asyncio import _in_rust, get_running_loop


def __sleep0(_turn=None):
    """Gives up one turn."""
    yield


_OneTurn = type("_OneTurn", (), {"__await__": __sleep0})


async def sleep(delay, result=None):
    """Give way to others for ``delay`` seconds, or for one turn if that is 0. Then it is ``result``."""
    if delay <= 0:
        await _OneTurn()
        return result
    if delay != delay:
        raise ValueError("Invalid delay: NaN (not a number)")
    from .futures import _set_result_unless_cancelled

    loop = get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(delay, _set_result_unless_cancelled, future, result)
    try:
        return await future
    finally:
        timer.cancel()


sleep.__module__ = "asyncio.tasks"
sleep = _in_rust(sleep)
