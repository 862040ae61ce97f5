"""A subclass of Task can be made by hand, runs like any task, and its overrides are used."""

import asyncio


class Traced(asyncio.Task):
    def add_done_callback(self, callback, *, context=None):
        print("    callback added")
        super().add_done_callback(callback, context=context)

    def get_name(self):
        return f"<{super().get_name()}>"


async def work():
    print("    work in", asyncio.current_task().get_name())
    await asyncio.sleep(0)
    return "result"


async def main():
    task = Traced(work(), name="traced")
    print("task:", isinstance(task, asyncio.Task), "future:", asyncio.isfuture(task))
    print("among all tasks:", task in asyncio.all_tasks())
    print(await task)

    task = Traced(work(), loop=asyncio.get_running_loop(), name="again")
    print(await asyncio.wait_for(task, None))
    try:
        task.set_result("from outside")
    except RuntimeError as error:
        print(error)
    try:
        task.set_exception(ValueError())
    except RuntimeError as error:
        print(error)
    for nonsense in (None, 42, work):
        try:
            asyncio.Task(nonsense)
        except TypeError:
            print("not a coroutine:", type(nonsense).__name__)


asyncio.run(main())
