"""`asyncio.sleep` is a coroutine function to whoever looks at it, and what it gives is a coroutine."""

import asyncio
import copy
import inspect
import pickle
import types
from unittest.mock import AsyncMock, patch


async def patched():
    with patch("asyncio.sleep") as double:
        print("patched by", type(double).__name__ == AsyncMock.__name__)
        await asyncio.sleep(50)
        print(double.await_args)


async def main():
    print(inspect.iscoroutinefunction(asyncio.sleep), inspect.isfunction(asyncio.sleep))
    print(asyncio.sleep.__name__, asyncio.sleep.__qualname__, asyncio.sleep.__module__, bool(asyncio.sleep.__doc__))
    print(inspect.signature(asyncio.sleep), asyncio.sleep.__defaults__, asyncio.sleep.__code__.co_varnames[:2])
    print(copy.copy(asyncio.sleep) is asyncio.sleep, pickle.loads(pickle.dumps(asyncio.sleep)) is asyncio.sleep)
    for args, keywords in ((), {}), ((1, 2, 3), {}), ((), {"late": 1}):
        try:
            asyncio.sleep(*args, **keywords)
        except TypeError as error:
            print(error)

    sleep = asyncio.sleep(0.01, "slept")
    print(type(sleep).__name__, isinstance(sleep, types.CoroutineType), inspect.iscoroutine(sleep))
    print(asyncio.iscoroutine(sleep), inspect.isawaitable(sleep), inspect.getcoroutinestate(sleep))
    print(sleep.cr_code is asyncio.sleep.__code__, sleep.cr_frame.f_locals, sleep.cr_origin, sleep.cr_await)
    task = asyncio.create_task(sleep)
    await asyncio.sleep(0)
    print(inspect.getcoroutinestate(sleep), type(sleep.cr_await).__name__, sleep.cr_running)
    print(await task, inspect.getcoroutinestate(sleep), sleep.cr_frame, sleep.cr_await)

    for delay in ("x", None, float("nan"), -1, True):
        try:
            print(repr(delay), await asyncio.sleep(delay, "fine"))
        except (TypeError, ValueError) as error:
            print(repr(delay), type(error).__name__, error)
    await patched()


asyncio.run(main())
