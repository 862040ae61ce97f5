"""What `as_completed` gives: the objects, what they show of themselves, and what they do when used in other ways."""

import asyncio
import inspect
import re


async def child(turns, value):
    for _ in range(turns):
        await asyncio.sleep(0)
    if isinstance(value, Exception):
        raise value
    return value


def show(value):
    return re.sub(r"0x[0-9a-f]+", "0x", repr(value))


def later(turns, value):
    # Of coroutines, as_completed makes tasks in the order of a set.
    return asyncio.create_task(child(turns, value))


async def the_iterator():
    tasks = [asyncio.create_task(child(turns, turns), name=f"child {turns}") for turns in (3, 1, 2)]
    iterator = asyncio.as_completed(tasks)
    print(show(iterator), type(iterator).__module__, iter(iterator) is iterator, aiter(iterator) is iterator)
    print(iterator._todo_left, iterator._todo == set(tasks), iterator._timeout_handle, show(iterator._done))
    print(iterator._cur_task is asyncio.current_task())
    callback, _ = tasks[0]._callbacks[0]
    print(show(callback), callback == iterator._handle_completion, callback.__self__ is iterator)
    print([waiter is asyncio.current_task() for waiter in tasks[0]._asyncio_awaited_by])
    print(re.sub(r" (at|coro=|created)[^>]*?(?= cb|>)", "", show(tasks[0])))
    found = []
    async for task in iterator:
        found.append(task.get_name())
        print(task in tasks, task._asyncio_awaited_by, iterator._todo_left, len(iterator._todo))
    print(found)
    try:
        next(iterator)
    except StopIteration as end:
        print("over", end.args)
    try:
        await anext(iterator)
    except StopAsyncIteration as end:
        print("over", end.args)


async def the_coroutines():
    iterator = asyncio.as_completed([later(1, "a"), later(9, "b")], timeout=1)
    first = next(iterator)
    print(show(first), type(first), first.__name__, first.__qualname__, inspect.getcoroutinestate(first))
    print(first.cr_code.co_name, first.cr_await, inspect.iscoroutine(first), iterator._todo_left)
    waiting = asyncio.create_task(first)
    await asyncio.sleep(0)
    print(inspect.getcoroutinestate(first), show(first.cr_await), show(first.cr_await.cr_await))
    print([frame.f_code.co_name for frame in waiting.get_stack()])
    print(show(iterator._done))
    print(await waiting, inspect.getcoroutinestate(first))
    print(type(iterator._timeout_handle), iterator._timeout_handle.cancelled())
    print(await next(iterator), iterator._timeout_handle.cancelled())
    following = iterator.__anext__()
    print(show(following), following.__qualname__, inspect.iscoroutine(following))
    following.close()
    one = iterator._wait_for_one()
    print(show(one))
    one.close()
    try:
        first.send(None)
    except RuntimeError as error:
        print(error)
    try:
        next(iterator)
    except StopIteration:
        print("no more")


async def in_any_order():
    # Both ways by turns, and coroutines that are awaited in another order than they were given.
    iterator = asyncio.as_completed([later(turns, turns) for turns in range(6)])
    one, two = next(iterator), next(iterator)
    print("task", (await anext(iterator)).result())
    print("later", await two, "then", await one)
    print("rest", [await task async for task in iterator])


async def what_is_twice():
    task = asyncio.create_task(child(1, "once"))
    done = asyncio.create_task(child(0, "done"))
    await done
    results = [await one for one in asyncio.as_completed([task, done, task, done])]
    print(results)
    print([one async for one in asyncio.as_completed([])], list(asyncio.as_completed(())))
    coroutine = child(1, "coroutine")
    print([await one for one in asyncio.as_completed([coroutine, coroutine])])


async def failures():
    failing = asyncio.create_task(child(1, LookupError("failed")))
    cancelled = asyncio.create_task(child(10, "never"))
    cancelled.cancel("stop it")
    async for task in asyncio.as_completed([failing, cancelled]):
        print(task is failing, task.cancelled())
    found = []
    # Those that are done already come in the order of a set.
    for one in asyncio.as_completed([failing, cancelled]):
        try:
            await one
        except (LookupError, asyncio.CancelledError) as error:
            found.append((type(error).__name__, error.args))
    print(sorted(found))


async def messages():
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: print(repr(context["exception"])))
    for wrong in (child(0, 0), asyncio.get_running_loop().create_future(), 3, [3], ["a", "b"], None, [[]]):
        try:
            asyncio.as_completed(wrong)
        except TypeError as error:
            print("TypeError:", error)
        if inspect.iscoroutine(wrong):
            wrong.close()
    for call in (
        asyncio.as_completed,
        lambda: asyncio.as_completed([], 1),
        lambda: asyncio.as_completed([], timeout=1, loop=None),
        lambda: asyncio.as_completed([asyncio.sleep(0)], timeout="soon"),
    ):
        try:
            call()
        except TypeError as error:
            print("TypeError:", error)
    # The last one had begun to wait.
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(inspect.signature(asyncio.as_completed))
    print(inspect.signature(type(asyncio.as_completed([])).__init__))


def outside():
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    future = loop.create_future()
    try:
        asyncio.as_completed([future])
    except RuntimeError as error:
        print("RuntimeError:", error)
    print(future._callbacks)
    loop.close()
    asyncio.set_event_loop(None)


for main in (the_iterator, the_coroutines, in_any_order, what_is_twice, failures, messages):
    print(main.__name__)
    asyncio.run(main())
outside()
