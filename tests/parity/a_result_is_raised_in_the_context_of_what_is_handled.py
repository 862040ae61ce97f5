"""What a future failed with has, where it is raised again, what is being handled there as its context."""

import asyncio


def raised_before():
    try:
        raise ValueError("before")
    except ValueError as error:
        return error


async def works():
    await asyncio.sleep(1)


async def tells(what, ask):
    try:
        raise OSError("handled")
    except OSError:
        try:
            answer = ask()
            if hasattr(answer, "__await__"):
                await answer
            else:
                print(what, repr(answer), repr(answer.__context__))
        except BaseException as error:
            print(what, repr(error), "in", repr(error.__context__), "in", repr(error.__context__.__context__))


async def main():
    loop = asyncio.get_running_loop()
    for make in lambda: ValueError("new"), raised_before:
        for is_late in False, True:
            future = loop.create_future()
            if is_late:
                loop.call_soon(future.set_exception, make())
            else:
                future.set_exception(make())
            await tells(f"await, late {is_late}", lambda future=future: future)
            await tells("await again", lambda future=future: future)
            await tells("result", future.result)
            await tells("exception", future.exception)
    for ask in "__await__", "result", "exception":
        task = asyncio.create_task(works())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        how = (lambda task=task: task) if ask == "__await__" else getattr(task, ask)
        await tells(f"a task that was cancelled, {ask}", how)
        await tells("and again", lambda task=task: task)

    # One that is handled, and raised again, is not its own context.
    future = loop.create_future()
    future.set_exception(raised_before())
    try:
        await future
    except ValueError as error:
        try:
            await future
        except ValueError as again:
            print(again is error, repr(again.__context__))
        try:
            raise KeyError("meanwhile")
        except KeyError as other:
            try:
                future.result()
            except ValueError as again:
                print(again is error, repr(again.__context__), repr(other.__context__))

    # A circle that a program has made is no reason to look for ever, nor is a long chain.
    circle = ValueError("one"), ValueError("two")
    circle[0].__context__, circle[1].__context__ = reversed(circle)
    long = KeyError(0)
    for number in range(200):
        before, long = long, KeyError(number)
        long.__context__ = before
    for handled in circle[0], long:
        try:
            raise handled
        except (ValueError, KeyError):
            try:
                future.result()
            except ValueError as again:
                print(repr(again), "in", repr(again.__context__))


asyncio.run(main())
