"""set_task_factory decides what create_task returns; None brings the usual tasks back."""

import asyncio


class Timed(asyncio.Task):
    made = 0

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        Timed.made += 1

    def cancel(self, msg=None):
        print("    cancel asked of", self.get_name())
        return super().cancel(msg)


def factory(loop, coro, **kwargs):
    return Timed(coro, loop=loop, **kwargs)


async def work(n):
    await asyncio.sleep(0)
    return n, type(asyncio.current_task()).__name__


async def main():
    loop = asyncio.get_running_loop()
    print("at first:", loop.get_task_factory())
    loop.set_task_factory(factory)
    print("set:", loop.get_task_factory() is factory)
    print(await asyncio.create_task(work(1)))
    print(await asyncio.gather(work(2), work(3)))
    async with asyncio.TaskGroup() as group:
        grouped = group.create_task(work(4))
    print(grouped.result())
    print(await asyncio.ensure_future(work(5)))
    task = loop.create_task(work(6))
    task.set_name("six")
    task.cancel()
    print(await asyncio.gather(task, return_exceptions=True), "made:", Timed.made)

    try:
        loop.set_task_factory("not callable")
    except TypeError as error:
        print(error)
    loop.set_task_factory(None)
    print(await asyncio.create_task(work(7)))


asyncio.run(main())
