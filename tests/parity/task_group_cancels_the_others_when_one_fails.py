"""A failing task cancels its siblings and the block; the failures come as an ExceptionGroup."""

import asyncio


async def forever(name, log):
    try:
        await asyncio.get_running_loop().create_future()
    except asyncio.CancelledError:
        log.append(name)
        raise


async def fail(turns, error):
    for _ in range(turns):
        await asyncio.sleep(0)
    print("raising", repr(error))
    raise error


async def main():
    tasks, log = [], []
    try:
        async with asyncio.TaskGroup() as group:
            tasks.append(group.create_task(forever("a", log)))
            tasks.append(group.create_task(fail(1, ValueError("v"))))
            tasks.append(group.create_task(forever("b", log)))
            try:
                await forever("the block itself", log)
            finally:
                print("block: finally")
    except* ValueError as caught:
        print(type(caught).__name__, "-", caught.message, "-", caught.exceptions)
    # A group keeps its tasks in a set, so who is cancelled first is not ours to say.
    print("cancelled:", sorted(log))
    print([task.cancelled() for task in tasks])
    print("requests left on main:", asyncio.current_task().cancelling())

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(1, ValueError("one")))
            group.create_task(fail(1, KeyError("two")))
            group.create_task(fail(9, KeyError("never raised")))
    except* KeyError as caught:
        print("KeyErrors:", caught.exceptions)
    except* ValueError as caught:
        print("ValueErrors:", caught.exceptions)


asyncio.run(main())
