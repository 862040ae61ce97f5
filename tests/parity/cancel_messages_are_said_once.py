"""What was said when something was cancelled arrives with its exception, and not a second time."""

import asyncio


async def forever():
    await asyncio.get_running_loop().create_future()


def arguments(function):
    try:
        function()
    except asyncio.CancelledError as error:
        return error.args
    return None


async def main():
    future = asyncio.get_running_loop().create_future()
    future.cancel("of a future")
    print(arguments(future.result), arguments(future.exception), future._cancel_message)

    task = asyncio.create_task(forever())
    await asyncio.sleep(0)
    task.cancel("of a task")
    print(task._cancel_message)
    await asyncio.wait([task])
    print(task._cancel_message, arguments(task.result), arguments(task.result))

    tasks = [asyncio.create_task(forever()), asyncio.create_task(forever())]
    await asyncio.sleep(0)
    tasks[0].cancel("first")
    tasks[0].cancel("second")
    tasks[1].cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        print(repr(result))

    gathered = asyncio.gather(forever(), forever())
    await asyncio.sleep(0)
    gathered.cancel("of them all")
    try:
        await gathered
    except asyncio.CancelledError as error:
        print(error.args)


asyncio.run(main())
