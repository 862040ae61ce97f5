"""A child that is cancelled makes the gather raise CancelledError, but does not cancel it."""

import asyncio


async def forever():
    await asyncio.get_running_loop().create_future()


async def main():
    tasks = [asyncio.create_task(forever()) for _ in range(3)]
    gathering = asyncio.gather(*tasks)
    await asyncio.sleep(0)
    tasks[1].cancel("only this one")
    try:
        await gathering
    except asyncio.CancelledError as error:
        print("gather raised CancelledError", error.args)
    print("gather cancelled:", gathering.cancelled(), "done:", gathering.done())
    print("children cancelled:", [task.cancelled() for task in tasks])
    print("main itself goes on; requests:", asyncio.current_task().cancelling())
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    print("children cancelled:", [task.cancelled() for task in tasks])


asyncio.run(main())
