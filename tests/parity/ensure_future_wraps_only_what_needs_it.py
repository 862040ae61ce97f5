"""ensure_future makes a task of a coroutine or awaitable and returns a future as it is."""

import asyncio
import inspect
import warnings


async def coroutine_function():
    return "coroutine"


async def async_generator():
    yield 1


class Awaitable:
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return "awaitable"


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    print("a future as it is:", asyncio.ensure_future(future) is future)
    task = asyncio.ensure_future(coroutine_function())
    print("a coroutine in a task:", isinstance(task, asyncio.Task), await task)
    print("a task as it is:", asyncio.ensure_future(task) is task)
    wrapped = asyncio.ensure_future(Awaitable())
    print("an awaitable in a task:", isinstance(wrapped, asyncio.Task), await wrapped)
    for thing in (coroutine_function, 42, [future]):
        try:
            asyncio.ensure_future(thing)
        except TypeError:
            print("refused:", type(thing).__name__)

    coro, agen = coroutine_function(), async_generator()
    for label, thing in (("coroutine", coro), ("function", coroutine_function), ("future", future),
                         ("awaitable", Awaitable()), ("async generator", agen), ("number", 42)):
        with warnings.catch_warnings():
            # Newer Pythons want inspect.iscoroutinefunction; asyncio's own still answers.
            warnings.simplefilter("ignore", DeprecationWarning)
            is_function = asyncio.iscoroutinefunction(thing)
        print(f"{label:16}", "coroutine:", asyncio.iscoroutine(thing), "function:", is_function,
              "future:", asyncio.isfuture(thing), "awaitable:", inspect.isawaitable(thing))
    coro.close()
    await agen.aclose()


asyncio.run(main())
