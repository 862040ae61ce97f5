"""What subclasses of Task and Future override is used by the loop and by what awaits them."""

import asyncio


def name(function):
    return getattr(function, "__qualname__", type(function).__name__)


class Task(asyncio.Task):
    def __init__(self, coro, **keywords):
        print("Task", sorted(keywords))
        super().__init__(coro, **keywords)

    def cancel(self, msg=None):
        print("Task.cancel", msg)
        return super().cancel(msg)

    def result(self):
        print("Task.result")
        return super().result()

    def add_done_callback(self, fn, *, context=None):
        print("Task.add_done_callback", name(fn))
        super().add_done_callback(fn, context=context)


class Future(asyncio.Future):
    def set_result(self, result):
        print("Future.set_result", result)
        super().set_result(result)

    def cancel(self, msg=None):
        print("Future.cancel", msg)
        return super().cancel(msg=msg)

    def add_done_callback(self, fn, *, context=None):
        print("Future.add_done_callback", name(fn))
        super().add_done_callback(fn, context=context)

    def result(self):
        print("Future.result")
        return super().result()

    def __await__(self):
        print("Future.__await__")
        return super().__await__()


async def work(fails=False):
    await asyncio.sleep(0)
    if fails:
        raise ValueError("it fails")
    return 5


async def wait_for(future):
    return await future


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, coro, **keywords: Task(coro, loop=loop, **keywords))
    print(await asyncio.create_task(work(), name="named"))
    try:
        await asyncio.create_task(work(fails=True))
    except ValueError as error:
        print(error)
    print(await asyncio.gather(work(), work()))

    future = Future(loop=loop)
    task = asyncio.create_task(wait_for(future))
    await asyncio.sleep(0)
    future.set_result(3)
    print(await task)

    future = Future(loop=loop)
    task = asyncio.create_task(wait_for(future))
    await asyncio.sleep(0)
    task.cancel("enough")
    try:
        await task
    except asyncio.CancelledError as error:
        print(error.args, future.cancelled())

    print(await asyncio.wait_for(work(), 2))
    async with asyncio.TaskGroup() as group:
        group.create_task(work(), name="in a group")


asyncio.run(main())
