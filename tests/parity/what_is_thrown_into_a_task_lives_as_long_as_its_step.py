"""The exception that wakes a task, and what only its traceback holds, lives until the step is over."""
import asyncio
import warnings


async def never_awaited():
    pass


async def holds(coroutine):
    await coroutine


def warned(message, *_rest, **_names):
    try:
        task = asyncio.current_task()
    except RuntimeError:
        task = None
    print(message, "in", task and task.get_name())


async def awaits(turns):
    try:
        # It is cancelled before it has begun: only the frame that the exception went through holds the coroutine.
        await asyncio.ensure_future(holds(never_awaited()))
    except asyncio.CancelledError:
        print("caught")
    for turn in range(turns):
        await asyncio.sleep(0)
        print("turn", turn)
    print("over")


async def main():
    for turns in (0, 2):
        task = asyncio.create_task(awaits(turns), name="task")
        task.add_done_callback(lambda _: print("called"))
        await asyncio.sleep(0)
        task.cancel()
        await task


warnings.simplefilter("always")
warnings.showwarning = warned
asyncio.run(main())
