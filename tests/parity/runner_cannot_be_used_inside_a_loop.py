"""Runner.run inside a running loop is an error, and an exception leaves the runner usable."""

import asyncio


async def value(n):
    await asyncio.sleep(0)
    return n


async def fail():
    raise LookupError("failed")


async def nest(runner):
    coro = value(0)
    try:
        runner.run(coro)
    except RuntimeError as error:
        print(error)
    coro.close()


with asyncio.Runner() as runner:
    runner.run(nest(runner))
    try:
        runner.run(fail())
    except LookupError as error:
        print("raised:", error)
    print("still usable:", runner.run(value(1)))

    async def leave_a_task():
        return asyncio.create_task(value(2))

    task = runner.run(leave_a_task())
    print("left by one run, done:", task.done())
    runner.run(value(3))
    print("finished by the next:", task.done(), task.result())
